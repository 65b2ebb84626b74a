//! `/b/{token}/withdraw`: the client takes back the contract about a paid session, in two steps
//! (§ 356a BGB). The first says what happens, the second confirms.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use super::errors::PageError;
use super::layout::Layout;
use super::payment::standing;
use super::when::Leaf;
use super::{layout, page};
use crate::http::error;
use crate::http::language::Reader;
use crate::kernel::withdrawal::{Right, WithdrawalError};
use crate::service::ServiceError;
use crate::service::instance;
use crate::service::withdrawals;
use crate::state::State;
use crate::texts::Words;

/// `bookings/withdraw.html`.
#[derive(Template)]
#[template(path = "bookings/withdraw.html")]
struct WithdrawPage {
    t: Words,
    layout: Layout,
    leaf: Leaf,
    heading: String,
    host: String,
    standing: String,
    rows: Vec<(String, String)>,
    declaration: String,
    is_open: bool,
    is_done: bool,
    email: String,
    action: String,
    back: String,
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
    answer(&state, &token, reader, StatusCode::OK).await
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
    let (link, now) = (token.clone(), state.clock.now());
    let done = state
        .store
        .write(move |db| withdrawals::withdraw(db, &link, now))
        .await;
    match done {
        Ok(_) => {
            let path = super::address::Address::new(&format!("/b/{token}/withdraw"));
            let path = path.with_some("lang", layout::carried(reader));
            Ok(page::see_other(&path.to_string()))
        }
        Err(cause @ ServiceError::Withdrawal(_)) => {
            answer(&state, &token, reader, error::status(&cause)).await
        }
        Err(cause) => Err(cause.into()),
    }
}

async fn answer(
    state: &State,
    token: &str,
    reader: Reader,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let (link, now) = (token.to_owned(), state.clock.now());
    let (contract, instance) = state
        .store
        .read(move |db| {
            let contract = withdrawals::find(db, &link, now)?.ok_or(WithdrawalError::Free)?;
            Ok::<_, ServiceError>((contract, instance::load(db)?))
        })
        .await?;
    let t = page::words(state, reader);
    let path = format!("/b/{token}");
    let layout = page::layout(state, &instance, reader, &format!("{path}/withdraw"));
    let (booking, host) = (&contract.view.booking, &contract.view.host);
    let is_done = contract.withdrawal.is_some();
    let is_open = !is_done && matches!(contract.right, Right::Until(_));
    let refund = contract
        .withdrawal
        .map_or_else(|| contract.refund(), |withdrawal| withdrawal.refund);
    let price = t.money(contract.agreed.charge.amount);
    let mut rows = vec![(t.get("price"), price)];
    if is_open || is_done {
        rows.push((t.get("withdrawal-refund"), t.money(refund)));
    }
    page::private_html(
        status,
        &WithdrawPage {
            leaf: Leaf::of(&t, booking.life.span, booking.attendee.zone, host.zone)
                .what(booking.title.clone()),
            heading: if is_done {
                t.get("withdrawn-heading")
            } else if is_open {
                t.get("withdraw-title")
            } else {
                t.get("withdraw-not")
            },
            host: host.name.clone(),
            standing: standing(&t, &contract),
            rows,
            declaration: t.with(
                "withdrawal-declaration",
                &[
                    ("client", booking.attendee.name.as_str().into()),
                    ("email", booking.attendee.email.as_str().into()),
                    ("title", booking.title.as_str().into()),
                    ("host", host.name.as_str().into()),
                ],
            ),
            is_open,
            is_done,
            email: booking.attendee.email.to_string(),
            action: layout.href(&format!("{path}/withdraw")),
            back: layout.href(&path),
            t,
            layout,
        },
    )
}
