//! The dates that are to be booked from a package, before they are: as they were asked for, or with
//! others in their place.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::{DateTime, Utc};

use super::super::address::Address;
use super::super::answers;
use super::super::calendar::rfc3339;
use super::super::errors::PageError;
use super::super::fields::{Field, FieldOption, Kind, error_words};
use super::super::form::Typed;
use super::super::layout::Layout;
use super::super::page;
use super::super::when::Leaf;
use super::book::Asked;
use super::words;
use crate::kernel::packages::{MOST_IN_SERIES, Outcome, Package, Proposal};
use crate::kernel::span::Span;
use crate::service::FieldError;
use crate::service::instance::Instance;
use crate::service::packages::Plan;
use crate::service::slots::Offered;
use crate::texts::Words;

/// `packages/book.html`.
#[derive(Template)]
#[template(path = "packages/book.html")]
struct BookPage {
    t: Words,
    layout: Layout,
    heading: String,
    title: String,
    lead: String,
    leaf: Option<Leaf>,
    refused: Option<String>,
    wrong: Vec<(String, String)>,
    rows: Vec<DateRow>,
    start_error: Option<String>,
    fields: Vec<Field>,
    answers_note: Option<String>,
    needs_approval: bool,
    host: String,
    button: String,
    action: String,
    other: String,
    back: String,
    series: Option<SeriesForm>,
}

/// A date that is to be booked.
struct DateRow {
    /// Names its field.
    id: String,
    /// `Dienstag, 20. Januar 2026, 9:30 bis 10:20 Uhr`.
    when: String,
    /// Its start.
    wanted: String,
    /// The same, if it can be had.
    start: Option<String>,
    /// Why it cannot.
    note: String,
    /// What can be had instead, and leaving it out.
    options: Vec<FieldOption>,
}

/// How the same time is booked more than once.
struct SeriesForm {
    action: String,
    start: String,
    lang: Option<&'static str>,
    fields: Vec<Field>,
}

/// What is wrong with what was asked for.
#[derive(Default)]
pub(super) struct Trouble {
    pub(super) errors: Vec<FieldError>,
    pub(super) refused: Option<&'static str>,
    pub(super) status: Option<StatusCode>,
}

/// The page about the dates of a plan.
pub(super) fn answer(
    asked: &Asked,
    (instance, plan): (Instance, Plan),
    typed: Typed,
    trouble: Trouble,
) -> Result<HttpResponse, PageError> {
    let is_single = plan.proposals.len() == 1;
    let status = match trouble.status {
        Some(status) => status,
        None if is_single && !plan.is_free() => StatusCode::CONFLICT,
        None => StatusCode::OK,
    };
    let page = book_page(asked, &instance, &plan, &typed, &trouble);
    page::private_html(status, &page)
}

fn book_page(
    asked: &Asked,
    instance: &Instance,
    plan: &Plan,
    typed: &Typed,
    trouble: &Trouble,
) -> BookPage {
    let t = page::words(asked.state, asked.reader);
    let path = asked.path();
    let (package, offered) = (&plan.package, &plan.offered);
    let single = match plan.proposals.as_slice() {
        [only] => Some(only.wanted),
        _ => None,
    };
    let own = own_address(&path, plan);
    let layout = page::layout(asked.state, instance, asked.reader, &own);
    let rows: Vec<DateRow> = plan
        .proposals
        .iter()
        .enumerate()
        .map(|(number, proposal)| {
            let place = (number, single.is_some());
            date_row(&t, place, proposal, (package, asked.now))
        })
        .collect();
    let fields: Vec<Field> = question_fields(&t, offered, typed, &trouble.errors);
    let start_error = trouble.errors.iter().find(|error| error.field == "start");
    BookPage {
        heading: match single {
            Some(_) => t.get("package-book-one"),
            None => t.count("package-book-several", rows.len()),
        },
        title: words::title(&t, package),
        lead: match single {
            Some(_) => lead(&t, package),
            None => t.get("package-book-all-or-none"),
        },
        leaf: single.map(|span| leaf(&t, span, plan)),
        refused: trouble.refused.map(|key| t.get(key)),
        wrong: wrong(&fields),
        answers_note: answers::note(&t, &offered.event_type),
        start_error: start_error.map(|error| error_words(&t, error)),
        needs_approval: offered.event_type.needs_approval,
        host: offered.name().to_owned(),
        button: match single {
            Some(_) if offered.event_type.needs_approval => t.get("request"),
            Some(_) => t.get("package-book-one-go"),
            None => t.get("package-book-all-go"),
        },
        action: layout.href(&format!("{path}/book")),
        other: layout.href(&format!("{path}/book")),
        back: layout.href(&path),
        series: single
            .filter(|_| plan.is_free() && package.left() > 1)
            .map(|span| series_form(&t, &layout, (&path, span), package)),
        rows,
        fields,
        t,
        layout,
    }
}

fn own_address(path: &str, plan: &Plan) -> String {
    match plan.proposals.as_slice() {
        [only] => Address::new(&format!("{path}/book"))
            .with("start", &rfc3339(only.wanted.start()))
            .to_string(),
        _ => path.to_owned(),
    }
}

fn leaf(t: &Words, span: Span, plan: &Plan) -> Leaf {
    let client = &plan.package.client;
    Leaf::of(t, span, client.zone, plan.offered.zone).what(plan.package.title.clone())
}

fn date_row(
    t: &Words,
    (number, is_single): (usize, bool),
    proposal: &Proposal,
    (package, now): (&Package, DateTime<Utc>),
) -> DateRow {
    let zone = package.client.zone;
    let (note, instead) = match &proposal.outcome {
        Outcome::Free => (String::new(), &[][..]),
        Outcome::Instead(found) => (t.get("package-date-taken"), found.as_slice()),
        Outcome::BeyondValidity(found) => {
            let last = package
                .last_day
                .map_or(String::new(), |last| t.date_long(last));
            (t.one("package-date-beyond", "day", last), found.as_slice())
        }
    };
    let mut options: Vec<FieldOption> = instead
        .iter()
        .enumerate()
        .map(|(place, span)| FieldOption {
            value: rfc3339(span.start()),
            label: t.moment_short(span.start(), now, zone),
            is_chosen: place == 0,
        })
        .collect();
    if !is_single {
        options.push(FieldOption {
            value: String::new(),
            label: t.get("package-date-leave-out"),
            is_chosen: options.is_empty(),
        });
    }
    let is_free = proposal.outcome == Outcome::Free;
    DateRow {
        id: format!("start-{number}"),
        when: t.span_long(proposal.wanted, zone),
        wanted: rfc3339(proposal.wanted.start()),
        start: is_free.then(|| rfc3339(proposal.wanted.start())),
        note,
        options: if is_free { Vec::new() } else { options },
    }
}

/// The questions of the event type. The link is passed on, so what was answered before does not
/// stand here.
fn question_fields(
    t: &Words,
    offered: &Offered,
    typed: &Typed,
    errors: &[FieldError],
) -> Vec<Field> {
    let value = |name: &str| typed.get(name).map_or("", String::as_str);
    answers::fields(t, &offered.event_type, value)
        .into_iter()
        .map(|field| field.checked(t, errors))
        .collect()
}

fn wrong(fields: &[Field]) -> Vec<(String, String)> {
    fields
        .iter()
        .filter_map(|field| {
            let error = field.error.as_ref()?;
            Some((field.id.clone(), format!("{}: {error}", field.label)))
        })
        .collect()
}

fn series_form(
    t: &Words,
    layout: &Layout,
    (path, span): (&str, Span),
    package: &Package,
) -> SeriesForm {
    let count = package.left().min(MOST_IN_SERIES).to_string();
    let mut every = Field::new("every", t.get("package-every"), Kind::Select, "1");
    every.options = [
        ("1", t.get("package-weekly")),
        ("2", t.get("package-fortnightly")),
    ]
    .into_iter()
    .map(|(value, label)| FieldOption {
        value: value.to_owned(),
        label,
        is_chosen: value == "1",
    })
    .collect();
    SeriesForm {
        action: format!("{path}/series"),
        start: rfc3339(span.start()),
        lang: layout.carried(),
        fields: vec![
            every,
            Field::new("count", t.get("package-count"), Kind::Number, &count),
        ],
    }
}

/// How many are left, and until when.
pub(super) fn lead(t: &Words, package: &Package) -> String {
    let left = t.count("package-state-left", package.left() as usize);
    match package.last_day {
        Some(last) => t.with(
            "package-choose-lead",
            &[("left", left.into()), ("day", t.date_long(last).into())],
        ),
        None => t.one("package-choose-lead-forever", "left", left),
    }
}
