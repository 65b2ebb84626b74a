//! `/b/{token}/withdraw` and `/p/{token}/withdraw`: the client takes back the contract about a paid
//! session or package, in two steps (§ 356a BGB). The first says what happens, the second confirms.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::address::Address;
use super::errors::PageError;
use super::layout::Layout;
use super::payment::standing;
use super::when::Leaf;
use super::{layout, page};
use crate::http::error;
use crate::http::language::Reader;
use crate::kernel::money::Money;
use crate::kernel::people::Email;
use crate::kernel::span::Span;
use crate::kernel::withdrawal::{Right, WithdrawalError};
use crate::service::instance;
use crate::service::withdrawals::{self, Withdrawal};
use crate::service::{Db, ServiceError, packages};
use crate::state::State;
use crate::texts::Words;

/// `bookings/withdraw.html`.
#[derive(Template)]
#[template(path = "bookings/withdraw.html")]
struct WithdrawPage {
    t: Words,
    layout: Layout,
    leaf: Option<Leaf>,
    heading: String,
    happens: String,
    standing: String,
    rows: Vec<(String, String)>,
    declaration: String,
    is_open: bool,
    is_done: bool,
    email: String,
    action: String,
    back: String,
    back_words: String,
}

/// What can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Session,
    Package,
}

/// A contract as the page speaks of it.
struct Contract {
    title: String,
    client: (String, Email, Tz),
    host: (String, Tz),
    span: Option<Span>,
    price: Money,
    refund: Money,
    right: Right,
    withdrawal: Option<Withdrawal>,
}

impl Kind {
    fn path(self, token: &str) -> String {
        match self {
            Self::Session => format!("/b/{token}"),
            Self::Package => format!("/p/{token}"),
        }
    }

    fn load(self, db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<Contract, ServiceError> {
        match self {
            Self::Session => {
                let contract = withdrawals::find(db, token, now)?.ok_or(WithdrawalError::Free)?;
                let (booking, host) = (&contract.view.booking, &contract.view.host);
                let client = &booking.attendee;
                Ok(Contract {
                    title: booking.title.clone(),
                    client: (client.name.clone(), client.email.clone(), client.zone),
                    host: (host.name.clone(), host.zone),
                    span: Some(booking.life.span),
                    price: contract.agreed.charge.amount,
                    refund: contract.refund(),
                    right: contract.right,
                    withdrawal: contract.withdrawal,
                })
            }
            Self::Package => {
                let (view, contract) = packages::contract(db, token, now)?;
                let (package, seller) = (&view.package, &view.seller);
                let client = &package.client;
                Ok(Contract {
                    title: package.title.clone(),
                    client: (client.name.clone(), client.email.clone(), client.zone),
                    host: (seller.name.clone(), seller.zone),
                    span: None,
                    price: contract.price.total,
                    refund: contract.refund,
                    right: contract.right,
                    withdrawal: contract.withdrawal,
                })
            }
        }
    }

    fn withdraw(self, db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<(), ServiceError> {
        match self {
            Self::Session => withdrawals::withdraw(db, token, now).map(drop),
            Self::Package => packages::withdraw(db, token, now).map(drop),
        }
    }
}

/// `GET /b/{token}/withdraw`: says what happens, or why nothing can.
///
/// # Errors
/// `NotFound`; `Withdrawal` when the session costs nothing.
pub async fn show(
    state: Data<State>,
    token: Path<String>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    answer(&state, (Kind::Session, &token), reader, StatusCode::OK).await
}

/// `POST /b/{token}/withdraw`: withdraws; the same again is the same withdrawal.
///
/// # Errors
/// `NotFound`; `Withdrawal` when the session costs nothing.
pub async fn withdraw(
    state: Data<State>,
    token: Path<String>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    act(&state, (Kind::Session, &token), reader).await
}

/// `GET /p/{token}/withdraw`
///
/// # Errors
/// `NotFound`; `Withdrawal` when the package costs nothing.
pub async fn show_package(
    state: Data<State>,
    token: Path<String>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    answer(&state, (Kind::Package, &token), reader, StatusCode::OK).await
}

/// `POST /p/{token}/withdraw`
///
/// # Errors
/// `NotFound`; `Withdrawal` when the package costs nothing.
pub async fn withdraw_package(
    state: Data<State>,
    token: Path<String>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    act(&state, (Kind::Package, &token), reader).await
}

async fn act(
    state: &State,
    (kind, token): (Kind, &str),
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let (link, now) = (token.to_owned(), state.clock.now());
    let done = state
        .store
        .write(move |db| kind.withdraw(db, &link, now))
        .await;
    match done {
        Ok(()) => {
            let path = Address::new(&format!("{}/withdraw", kind.path(token)));
            let path = path.with_some("lang", layout::carried(reader));
            Ok(page::see_other(&path.to_string()))
        }
        Err(cause @ ServiceError::Withdrawal(_)) => {
            answer(state, (kind, token), reader, error::status(&cause)).await
        }
        Err(cause) => Err(cause.into()),
    }
}

async fn answer(
    state: &State,
    (kind, token): (Kind, &str),
    reader: Reader,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let (link, now) = (token.to_owned(), state.clock.now());
    let (contract, instance) = state
        .store
        .read(move |db| {
            let contract = kind.load(db, &link, now)?;
            Ok::<_, ServiceError>((contract, instance::load(db)?))
        })
        .await?;
    let t = page::words(state, reader);
    let path = kind.path(token);
    let layout = page::layout(state, &instance, reader, &format!("{path}/withdraw"));
    let is_done = contract.withdrawal.is_some();
    let is_open = !is_done && matches!(contract.right, Right::Until(_));
    let refund = contract.withdrawal.map_or(contract.refund, |it| it.refund);
    let mut rows = vec![(t.get("price"), t.money(contract.price))];
    if is_open || is_done {
        rows.push((t.get("withdrawal-refund"), t.money(refund)));
    }
    let (name, email, zone) = contract.client;
    let (host, host_zone) = contract.host;
    let (happens, back_words) = match kind {
        Kind::Session => ("withdraw-what-happens", "to-the-booking"),
        Kind::Package => ("withdraw-what-happens-package", "to-the-package"),
    };
    page::private_html(
        status,
        &WithdrawPage {
            leaf: contract
                .span
                .map(|span| Leaf::of(&t, span, zone, host_zone).what(contract.title.clone())),
            heading: t.get(if is_done {
                "withdrawn-heading"
            } else if is_open {
                "withdraw-title"
            } else {
                "withdraw-not"
            }),
            happens: t.one(happens, "host", host.as_str()),
            standing: standing(&t, contract.right, contract.withdrawal, zone),
            rows,
            declaration: t.with(
                "withdrawal-declaration",
                &[
                    ("client", name.into()),
                    ("email", email.as_str().into()),
                    ("title", contract.title.into()),
                    ("host", host.into()),
                ],
            ),
            is_open,
            is_done,
            email: email.to_string(),
            action: layout.href(&format!("{path}/withdraw")),
            back: layout.href(&path),
            back_words: t.get(back_words),
            t,
            layout,
        },
    )
}
