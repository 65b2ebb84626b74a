//! `/desk/insights`: what happened, as charts, tables and CSV. Nobody's name is in them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;

use super::super::address::Address;
use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::inputs::{checked, select};
use super::insights_charts::{hours, plots};
use super::insights_csv;
use super::plot::Plot;
use super::seat::{Frame, Place, Seat};
use crate::kernel::insights::{Insights, Range, RangeError, Unit};
use crate::kernel::team::Team;
use crate::kernel::zone;
use crate::service::insights::{self, Of};
use crate::service::{FieldError, ServiceError, teams};
use crate::state::State;
use crate::texts::Words;

/// `desk/insights.html`.
#[derive(Template)]
#[template(path = "desk/insights.html")]
struct InsightsPage {
    t: Words,
    frame: Frame,
    action: String,
    has_errors: bool,
    fields: Vec<Field>,
    sums: Vec<(String, String)>,
    is_empty: bool,
    plots: Vec<Plot>,
    csv: Option<String>,
}

/// What is asked for, as it stands in the address.
struct Asked {
    of: Of,
    from: String,
    to: String,
    unit: Unit,
}

impl Asked {
    fn of(seat: &Seat) -> Self {
        let get = |name: &str| seat.query(name).unwrap_or_default();
        Self {
            of: match get("of").as_str() {
                "" => Of::Viewer,
                "instance" => Of::Instance,
                team => Of::Team(team.to_owned()),
            },
            from: get("from"),
            to: get("to"),
            unit: match get("by").as_str() {
                "week" => Unit::Week,
                _ => Unit::Month,
            },
        }
    }

    /// The days that are asked for; an end that was left open is the usual one.
    fn range(&self, today: NaiveDate) -> Result<Range, Vec<FieldError>> {
        let usual = Range::usual(today, self.unit);
        let mut wrong = Vec::new();
        let mut note = |field: &str, code: &'static str| {
            wrong.push(FieldError {
                field: field.to_owned(),
                code,
                max: None,
            });
        };
        let mut day = |field: &str, text: &str, usual: NaiveDate| match text {
            "" => usual,
            text => text.parse().unwrap_or_else(|_| {
                note(field, "not-a-date");
                usual
            }),
        };
        let (from, to) = (
            day("from", &self.from, usual.from()),
            day("to", &self.to, usual.to()),
        );
        if wrong.is_empty() {
            match Range::new(from, to, self.unit) {
                Ok(range) => return Ok(range),
                Err(error) => wrong.push(FieldError {
                    field: "to".to_owned(),
                    code: range_code(error),
                    max: None,
                }),
            }
        }
        Err(wrong)
    }
}

/// What is wrong with a range, as the code of a field's error.
fn range_code(error: RangeError) -> &'static str {
    match error {
        RangeError::Backwards => "to-before-from",
        RangeError::TooLong => "range-too-long",
    }
}

/// `GET /desk/insights?from=2026-01-01&to=2026-06-30&by=month&of=instance`; instead of `instance`
/// the id of a team.
///
/// # Errors
/// `Forbidden` when somebody else than an administrator asks for everybody's; `NotFound` for a
/// team of others.
pub async fn show(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let asked = Asked::of(&seat);
    let today = zone::date(state.clock.now(), seat.viewer.person.zone);
    let viewer = seat.viewer.clone();
    let own = state.store.read(move |db| teams::list_own(db, &viewer));
    let own = own.await?;
    match asked.range(today) {
        Ok(range) => {
            let counted = count(&state, &seat, asked.of.clone(), range).await?;
            let page = insights_page(&seat, &asked, &own, Ok(&counted));
            page::private_html(StatusCode::OK, &page)
        }
        Err(errors) => {
            let page = insights_page(&seat, &asked, &own, Err(&errors));
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `GET /desk/insights.csv`: the same for a spreadsheet.
///
/// # Errors
/// As [`show`]; `Invalid` for days that are none.
pub async fn table(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let asked = Asked::of(&seat);
    let today = zone::date(state.clock.now(), seat.viewer.person.zone);
    let range = asked.range(today).map_err(ServiceError::Invalid)?;
    let counted = count(&state, &seat, asked.of, range).await?;
    let name = format!("zeitgenosse-{}-{}.csv", range.from(), range.to());
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8; header=present")
        .insert_header(("Cache-Control", "private, no-store"))
        .insert_header((
            "Content-Disposition",
            format!("attachment; filename=\"{name}\""),
        ))
        .body(insights_csv::write(&seat.t, &counted)))
}

async fn count(state: &State, seat: &Seat, of: Of, range: Range) -> Result<Insights, ServiceError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    state
        .store
        .read(move |db| insights::count(db, &viewer, (&of, range), now))
        .await
}

fn insights_page(
    seat: &Seat,
    asked: &Asked,
    teams: &[Team],
    counted: Result<&Insights, &[FieldError]>,
) -> InsightsPage {
    let t = &seat.t;
    let errors = counted.err().unwrap_or_default();
    let counted = counted.ok();
    InsightsPage {
        frame: seat.frame(Place::Insights),
        action: seat.href("/desk/insights"),
        has_errors: !errors.is_empty(),
        fields: checked(
            t,
            whose(seat, asked, teams)
                .into_iter()
                .chain(fields(t, asked, counted))
                .collect(),
            errors,
        ),
        sums: counted.map(|counted| sums(t, counted)).unwrap_or_default(),
        is_empty: counted.is_some_and(|counted| counted.total.is_empty()),
        plots: counted
            .filter(|counted| !counted.total.is_empty())
            .map(|counted| plots(t, counted))
            .unwrap_or_default(),
        csv: counted.map(|counted| {
            let range = counted.range;
            let address = Address::new("/desk/insights.csv")
                .with("from", &range.from().to_string())
                .with("to", &range.to().to_string())
                .with("by", unit_name(range.unit()))
                .with_some("of", of_name(&asked.of));
            seat.href(&address.to_string())
        }),
        t: t.clone(),
    }
}

/// Whose numbers: the own ones, those of a team, everybody's. No field for whoever may only see
/// their own.
fn whose(seat: &Seat, asked: &Asked, teams: &[Team]) -> Option<Field> {
    let t = &seat.t;
    let of_teams = teams
        .iter()
        .map(|team| (team.id.clone(), team.name.clone()));
    let mut choices = vec![(String::new(), t.get("insights-own"))];
    choices.extend(of_teams);
    if seat.viewer.person.is_admin {
        choices.push(("instance".to_owned(), t.get("insights-all")));
    }
    let chosen = of_name(&asked.of).unwrap_or_default();
    let field = Field::new("of", t.get("insights-whose"), Kind::Select, chosen);
    (choices.len() > 1).then(|| select(field, choices))
}

fn of_name(of: &Of) -> Option<&str> {
    match of {
        Of::Viewer => None,
        Of::Team(id) => Some(id),
        Of::Instance => Some("instance"),
    }
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Week => "week",
        Unit::Month => "month",
    }
}

fn fields(t: &Words, asked: &Asked, counted: Option<&Insights>) -> Vec<Field> {
    let range = counted.map(|counted| counted.range);
    let day = |typed: &str, day: Option<NaiveDate>| match day {
        Some(day) => day.to_string(),
        None => typed.to_owned(),
    };
    let from = day(&asked.from, range.map(|range| range.from()));
    let to = day(&asked.to, range.map(|range| range.to()));
    let units = [
        ("month".to_owned(), t.get("by-month")),
        ("week".to_owned(), t.get("by-week")),
    ];
    let unit = unit_name(asked.unit);
    vec![
        Field::new("from", t.get("insights-from"), Kind::Date, &from),
        Field::new("to", t.get("insights-to"), Kind::Date, &to),
        select(
            Field::new("by", t.get("insights-by"), Kind::Select, unit),
            units,
        ),
    ]
}

/// The numbers of the whole range.
fn sums(t: &Words, counted: &Insights) -> Vec<(String, String)> {
    let total = &counted.total;
    let mut sums = vec![
        (t.get("sum-sessions"), total.sessions.to_string()),
        (t.get("sum-to-come"), counted.to_come.to_string()),
        (t.get("sum-hours"), hours(t, total.minutes)),
        (t.get("sum-by-client"), total.by_client.to_string()),
        (t.get("sum-by-host"), total.by_host.to_string()),
        (t.get("sum-no-shows"), total.no_shows.to_string()),
    ];
    if total.declined + total.expired > 0 {
        sums.push((t.get("sum-declined"), total.declined.to_string()));
        sums.push((t.get("sum-expired"), total.expired.to_string()));
    }
    sums
}
