//! `/desk/event-types/{id}/policy`: what is agreed about cancelling, moving and booking again.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use askama::Template;

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::inputs::{checked, select};
use super::offer_tabs::{self, Tab};
use super::seat::{Frame, NavLink, Place, Seat};
use super::typed::Typed;
use crate::kernel::event_type::EventType;
use crate::kernel::policy::{Fee, Policy};
use crate::service::{FieldError, Problems, ServiceError, policy};
use crate::state::State;
use crate::texts::Words;

/// Every page about what is agreed.
pub fn routes(app: &mut ServiceConfig) {
    app.route("/desk/event-types/{id}/policy", get().to(show))
        .route("/desk/event-types/{id}/policy", post().to(update));
}

/// `desk/policy.html`.
#[derive(Template)]
#[template(path = "desk/policy.html")]
struct PolicyPage {
    t: Words,
    frame: Frame,
    title: String,
    tabs: Vec<NavLink>,
    action: String,
    rule: String,
    wrong: Vec<(String, String)>,
    cancelling: Vec<Field>,
    moving: Vec<Field>,
    booking: Vec<Field>,
}

/// `GET /desk/event-types/{id}/policy`.
///
/// # Errors
/// `NotFound`.
pub async fn show(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (event_type, policy) = load(&state, &seat, &id).await?;
    let page = policy_page(&seat, (&event_type, &policy), &write(&policy), &[]);
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/event-types/{id}/policy`.
///
/// # Errors
/// `NotFound`.
pub async fn update(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let stored = load(&state, &seat, &id).await?;
    let result = match read(&typed) {
        Err(error) => Err(error),
        Ok(policy) => {
            let (viewer, id) = (seat.viewer.clone(), id.clone());
            let update = move |db: &mut _| policy::update(db, &viewer, &id, &policy);
            state.store.write(update).await
        }
    };
    match result {
        Ok(()) => Ok(seat.go(&format!("/desk/event-types/{id}/policy?done=policy"))),
        Err(ServiceError::Invalid(errors)) => {
            let errors: Vec<FieldError> = errors.into_iter().map(named).collect();
            let page = policy_page(&seat, (&stored.0, &stored.1), &typed, &errors);
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// The error at the field of the form.
fn named(error: FieldError) -> FieldError {
    let field = match error.field.as_str() {
        "free_until" => "free_hours",
        "fee" => "fee_value",
        "answer_within" => "answer_hours",
        field => field,
    };
    FieldError {
        field: field.to_owned(),
        ..error
    }
}

async fn load(state: &State, seat: &Seat, id: &str) -> Result<(EventType, Policy), ServiceError> {
    let (viewer, id) = (seat.viewer.clone(), id.to_owned());
    state
        .store
        .read(move |db| policy::find_own(db, &viewer, &id))
        .await
}

fn write(policy: &Policy) -> Typed {
    let number = |number: Option<u32>| number.map_or(String::new(), |number| number.to_string());
    let (kind, value) = match policy.fee {
        Fee::None => ("none", String::new()),
        Fee::Percent(percent) => ("percent", percent.to_string()),
        Fee::Fixed(cents) => ("fixed", amount(cents)),
    };
    let typed = Typed::default()
        .with("free_hours", hours(policy.free_until))
        .with("fee_kind", kind)
        .with("fee_value", value)
        .with("most_moves", number(policy.most_moves))
        .with("move_hours", hours(policy.move_until))
        .with("max_open", number(policy.max_open))
        .with("answer_hours", hours(policy.answer_within));
    if policy.once_per_person {
        typed.with("once", "yes")
    } else {
        typed
    }
}

/// Minutes as hours, with a comma where they are not whole.
fn hours(minutes: u32) -> String {
    let hours = f64::from(minutes) / 60.0;
    format!("{hours:.2}")
        .trim_end_matches('0')
        .trim_end_matches('.')
        .replace('.', ",")
}

/// Cents as euros, `35` or `35,50`.
pub(super) fn amount(cents: u32) -> String {
    match cents % 100 {
        0 => (cents / 100).to_string(),
        rest => format!("{},{rest:02}", cents / 100),
    }
}

/// Reads `35`, `35,5` or `35.50` as cents.
pub(super) fn read_amount(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty()
        || whole.len() > 7
        || part.len() > 2
        || !is_number(whole)
        || !is_number(part)
    {
        return None;
    }
    let part: u32 = format!("{part:0<2}").parse().ok()?;
    Some(whole.parse::<u32>().ok()? * 100 + part)
}

fn read(typed: &Typed) -> Result<Policy, ServiceError> {
    let mut problems = Problems::default();
    let fee = match typed.get("fee_kind") {
        "percent" => Some(Fee::Percent(
            whole(&mut problems, typed, "fee_value").unwrap_or(0),
        )),
        "fixed" => read_amount(typed.get("fee_value").trim()).map(Fee::Fixed),
        _ => Some(Fee::None),
    };
    if fee.is_none() {
        problems.add("fee_value", "not-an-amount");
    }
    let policy = Policy {
        free_until: window(&mut problems, typed, "free_hours").unwrap_or(0),
        fee: fee.unwrap_or(Fee::None),
        most_moves: whole(&mut problems, typed, "most_moves"),
        move_until: window(&mut problems, typed, "move_hours").unwrap_or(0),
        max_open: whole(&mut problems, typed, "max_open"),
        once_per_person: typed.is_set("once"),
        answer_within: window(&mut problems, typed, "answer_hours")
            .unwrap_or(Policy::default().answer_within),
    };
    problems.finish()?;
    Ok(policy)
}

/// A whole number; none when nothing was typed.
pub(super) fn whole(problems: &mut Problems, typed: &Typed, name: &str) -> Option<u32> {
    let text = typed.get(name).trim();
    if text.is_empty() {
        return None;
    }
    let number = text.parse().map_err(|_| "whole-number");
    problems.take(name, number)
}

/// Hours as minutes; none when nothing was typed.
fn window(problems: &mut Problems, typed: &Typed, name: &str) -> Option<u32> {
    let text = typed.get(name).trim();
    if text.is_empty() {
        return None;
    }
    // A hundredth of an hour is written as a cent of a euro is.
    let hundredths = read_amount(text).ok_or("whole-number");
    let hundredths = problems.take(name, hundredths)?;
    Some(u32::try_from((u64::from(hundredths) * 60).div_ceil(100)).unwrap_or(u32::MAX))
}

fn policy_page(
    seat: &Seat,
    (event_type, stored): (&EventType, &Policy),
    typed: &Typed,
    errors: &[FieldError],
) -> PolicyPage {
    let t = &seat.t;
    let [cancelling, moving, booking] = fields(t, typed).map(|fields| checked(t, fields, errors));
    let all = cancelling.iter().chain(&moving).chain(&booking);
    let wrong = all.filter_map(|field| {
        let error = field.error.as_ref()?;
        Some((field.id.clone(), format!("{}: {error}", field.label)))
    });
    PolicyPage {
        frame: seat.frame(Place::EventTypes),
        title: event_type.title.clone(),
        tabs: offer_tabs::tabs(seat, event_type, Tab::Policy),
        action: seat.href(&format!("/desk/event-types/{}/policy", event_type.id)),
        rule: t.policy_rule(stored, None),
        wrong: wrong.collect(),
        cancelling,
        moving,
        booking,
        t: t.clone(),
    }
}

fn fields(t: &Words, typed: &Typed) -> [Vec<Field>; 3] {
    let field =
        |name: &str, label: &str, kind| Field::new(name, t.get(label), kind, typed.get(name));
    let kinds = ["none", "percent", "fixed"]
        .into_iter()
        .zip([
            t.get("policy-fee-none"),
            t.get("policy-fee-percent"),
            t.get("policy-fee-fixed"),
        ])
        .map(|(kind, words)| (kind.to_owned(), words));
    [
        vec![
            field("free_hours", "policy-free-hours", Kind::Line).optional(),
            select(field("fee_kind", "policy-fee-kind", Kind::Select), kinds),
            field("fee_value", "policy-fee-value", Kind::Line).optional(),
        ],
        vec![
            field("most_moves", "policy-most-moves", Kind::Number)
                .optional()
                .hint(t.get("policy-most-moves-hint")),
            field("move_hours", "policy-move-hours", Kind::Line).optional(),
        ],
        vec![
            field("max_open", "policy-max-open", Kind::Number)
                .optional()
                .hint(t.get("policy-max-open-hint")),
            field("answer_hours", "policy-answer-hours", Kind::Line)
                .optional()
                .hint(t.get("policy-answer-hint")),
            field("once", "policy-once-label", Kind::Check).optional(),
        ],
    ]
}

#[cfg(test)]
mod tests {
    use super::{amount, hours, read_amount};

    #[test]
    fn amounts_are_read_as_they_are_written() {
        for cents in [0, 5, 50, 3_500, 3_550, 999_999] {
            assert_eq!(read_amount(&amount(cents)), Some(cents));
        }
        assert_eq!(read_amount("35.5"), Some(3_550));
        for text in ["", ",5", "-3", "3,555", "1e3", "99999999"] {
            assert_eq!(read_amount(text), None, "{text}");
        }
    }

    #[test]
    fn hours_have_a_comma_only_where_they_need_one() {
        assert_eq!(hours(24 * 60), "24");
        assert_eq!(hours(600), "10");
        assert_eq!(hours(90), "1,5");
        assert_eq!(hours(0), "0");
    }
}
