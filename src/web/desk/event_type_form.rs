//! The form of an event type: what was typed, read and written again.

use super::super::fields::{Field, Kind};
use super::inputs::{checked, select};
use super::question_form::{self, TypedQuestion};
use super::typed::Typed;
use crate::kernel::availability::Schedule;
use crate::kernel::event_type::{EventType, Location, SlotRules, Visibility, Window};
use crate::kernel::limits::Limits;
use crate::rooms::Rooms;
use crate::service::FieldError;
use crate::service::event_types::EventTypeForm;
use crate::texts::Words;

/// Minutes of the units that a notice can be given in.
const UNITS: [(&str, u32); 3] = [("minutes", 1), ("hours", 60), ("days", 24 * 60)];

/// What somebody begins with who makes an event type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Draft {
    /// A first talk of 30 minutes.
    First,
    /// A session of 50 minutes.
    Session,
    /// A long session of 90 minutes.
    Long,
}

impl Draft {
    /// Every draft.
    pub const ALL: [Self; 3] = [Self::First, Self::Session, Self::Long];

    /// Its name in the address.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Session => "session",
            Self::Long => "long",
        }
    }

    /// What it is called.
    pub fn title(self, t: &Words) -> String {
        match self {
            Self::First => t.get("draft-first"),
            Self::Session => t.get("draft-session"),
            Self::Long => t.get("draft-long"),
        }
    }

    /// A form that begins with it.
    pub fn typed(self, t: &Words, rooms: &Rooms) -> Typed {
        let (slug, duration, after, per_day) = match self {
            Self::First => (t.get("draft-first-slug"), 30, 10, 4),
            Self::Session => (t.get("draft-session-slug"), 50, 10, 5),
            Self::Long => (t.get("draft-long-slug"), 90, 20, 2),
        };
        let location = rooms
            .names()
            .first()
            .map_or_else(|| "phone".to_owned(), |name| format!("room:{name}"));
        Typed::default()
            .with("title", self.title(t))
            .with("slug", slug)
            .with("durations", duration)
            .with("buffer_after", after)
            .with("buffer_before", 0)
            .with("step", 30)
            .with("notice", 12)
            .with("notice_unit", "hours")
            .with("window", "rolling")
            .with("window_days", 60)
            .with("per_day", per_day)
            .with("location", location)
            .with("visibility", "public")
            .with("question.0.label", t.get("draft-question"))
            .with("question.0.kind", "text")
            .with("question.0.key", "topic")
    }
}

/// The form of a stored event type.
pub fn write(event_type: &EventType) -> Typed {
    let rules = &event_type.rules;
    let durations: Vec<String> = rules.durations.iter().map(u32::to_string).collect();
    let (unit, factor) = UNITS
        .into_iter()
        .rev()
        .find(|(_, factor)| rules.minimum_notice.is_multiple_of(*factor))
        .unwrap_or(UNITS[0]);
    let mut typed = Typed::default()
        .with("title", &event_type.title)
        .with("slug", &event_type.slug)
        .with("description", &event_type.description)
        .with("schedule", event_type.schedule_id().unwrap_or_default())
        .with("durations", durations.join(", "))
        .with("buffer_before", rules.buffer_before)
        .with("buffer_after", rules.buffer_after)
        .with("step", rules.step)
        .with("notice", rules.minimum_notice / factor)
        .with("notice_unit", unit)
        .with("visibility", visibility_name(event_type.visibility));
    if rules.buffers_add_up {
        typed.push("buffers_add_up", "yes");
    }
    if event_type.needs_approval {
        typed.push("approval", "yes");
    }
    write_window(&mut typed, rules.window);
    let limits = [
        ("per_day", rules.limits.per_day),
        ("per_week", rules.limits.per_week),
        ("per_month", rules.limits.per_month),
        ("minutes_per_day", rules.limits.minutes_per_day),
    ];
    for (name, limit) in limits {
        typed.push(
            name,
            limit.map(|limit| limit.to_string()).unwrap_or_default(),
        );
    }
    write_location(&mut typed, &event_type.location);
    for (place, question) in event_type.questions.iter().enumerate() {
        question_form::write(&mut typed, place, question);
    }
    typed
}

fn write_window(typed: &mut Typed, window: Window) {
    match window {
        Window::Rolling { days } => {
            typed.push("window", "rolling");
            typed.push("window_days", days);
        }
        Window::Fixed { from, to } => {
            typed.push("window", "fixed");
            typed.push("window_from", from);
            typed.push("window_to", to);
        }
        Window::Open => typed.push("window", "open"),
    }
}

fn write_location(typed: &mut Typed, location: &Location) {
    match location {
        Location::Room { backend } => typed.push("location", format!("room:{backend}")),
        Location::Phone { number } => {
            typed.push("location", "phone");
            typed.push("phone", number);
        }
        Location::Place { address } => {
            typed.push("location", "place");
            typed.push("address", address);
        }
        Location::Link { url } => {
            typed.push("location", "link");
            typed.push("link", url);
        }
    }
}

fn visibility_name(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => "public",
        Visibility::Unlisted => "unlisted",
        Visibility::Closed => "closed",
    }
}

/// Reads what was typed. What is no number, and no day, is noted.
///
/// # Errors
/// The fields that cannot be read.
pub fn read(typed: &Typed, questions: &[TypedQuestion]) -> (EventTypeForm, Vec<FieldError>) {
    let mut reading = Reading {
        typed,
        wrong: Vec::new(),
    };
    let rules = reading.rules();
    let form = EventTypeForm {
        slug: typed.text("slug"),
        title: typed.text("title"),
        description: typed.text("description"),
        schedule_id: Some(typed.text("schedule")).filter(|id| !id.is_empty()),
        rules,
        needs_approval: typed.is_set("approval"),
        location: location(typed),
        questions: (0..questions.len())
            .map(|place| question_form::read(place, questions, &mut reading.wrong))
            .collect(),
        visibility: match typed.get("visibility") {
            "unlisted" => Visibility::Unlisted,
            "closed" => Visibility::Closed,
            _ => Visibility::Public,
        },
    };
    (form, reading.wrong)
}

struct Reading<'a> {
    typed: &'a Typed,
    wrong: Vec<FieldError>,
}

impl Reading<'_> {
    fn note(&mut self, field: &str, code: &'static str) {
        self.wrong.push(FieldError {
            field: field.to_owned(),
            code,
            max: None,
        });
    }

    fn number(&mut self, field: &str) -> u32 {
        self.optional_number(field).unwrap_or_default()
    }

    fn optional_number(&mut self, field: &str) -> Option<u32> {
        let text = self.typed.get(field).trim();
        if text.is_empty() {
            return None;
        }
        let number = text.parse().ok().filter(|number| *number <= 1_000_000);
        if number.is_none() {
            self.note(field, "whole-number");
        }
        number
    }

    fn rules(&mut self) -> SlotRules {
        let factor = UNITS
            .iter()
            .find(|(unit, _)| *unit == self.typed.get("notice_unit"))
            .map_or(60, |(_, factor)| *factor);
        SlotRules {
            durations: self.durations(),
            step: self.number("step"),
            buffer_before: self.number("buffer_before"),
            buffer_after: self.number("buffer_after"),
            buffers_add_up: self.typed.is_set("buffers_add_up"),
            minimum_notice: self.number("notice").saturating_mul(factor),
            window: self.window(),
            limits: Limits {
                per_day: self.optional_number("per_day"),
                per_week: self.optional_number("per_week"),
                per_month: self.optional_number("per_month"),
                minutes_per_day: self.optional_number("minutes_per_day"),
            },
            seats: 1,
        }
    }

    fn durations(&mut self) -> Vec<u32> {
        let mut durations = Vec::new();
        let text = self.typed.get("durations");
        for part in text.split([',', ';', ' ']).filter(|part| !part.is_empty()) {
            match part.parse() {
                Ok(minutes) => durations.push(minutes),
                Err(_) => {
                    self.note("durations", "whole-number");
                    return vec![1];
                }
            }
        }
        durations.sort_unstable();
        durations.dedup();
        durations
    }

    fn window(&mut self) -> Window {
        match self.typed.get("window") {
            "open" => Window::Open,
            "fixed" => {
                let (from, to) = (self.day("window_from"), self.day("window_to"));
                match (from, to) {
                    (Some(from), Some(to)) => Window::Fixed { from, to },
                    _ => Window::Open,
                }
            }
            _ => Window::Rolling {
                days: self.number("window_days"),
            },
        }
    }

    fn day(&mut self, field: &str) -> Option<chrono::NaiveDate> {
        let day = self.typed.get(field).trim().parse().ok();
        if day.is_none() {
            self.note(field, "not-a-date");
        }
        day
    }
}

fn location(typed: &Typed) -> Location {
    match typed.get("location").split_once(':') {
        Some(("room", backend)) => Location::Room {
            backend: backend.to_owned(),
        },
        _ => match typed.get("location") {
            "place" => Location::Place {
                address: typed.text("address"),
            },
            "link" => Location::Link {
                url: typed.text("link"),
            },
            _ => Location::Phone {
                number: typed.text("phone"),
            },
        },
    }
}

/// The fields, as `desk/event_type.html` prints them.
pub struct Fields {
    /// Title, description, address.
    pub about: Vec<Field>,
    /// Durations, buffers, step.
    pub time: Vec<Field>,
    /// Schedule, notice, limits.
    pub when: Vec<Field>,
    /// How far ahead.
    pub window: Vec<Field>,
    /// Where.
    pub place: Vec<Field>,
    /// The questions.
    pub questions: Vec<QuestionFields>,
    /// Approval, visibility.
    pub last: Vec<Field>,
}

/// The fields of one question.
pub struct QuestionFields {
    /// Its place, from 0.
    pub place: usize,
    /// Its place, from 1.
    pub number: usize,
    /// The key it keeps.
    pub key: String,
    /// It is the first.
    pub is_first: bool,
    /// It is the last.
    pub is_last: bool,
    /// Its fields.
    pub fields: Vec<Field>,
}

impl Fields {
    /// Locks the fields that are named.
    pub fn lock(&mut self, is_named: impl Fn(&str) -> bool) {
        let groups = [
            &mut self.about,
            &mut self.time,
            &mut self.when,
            &mut self.window,
            &mut self.place,
            &mut self.last,
        ];
        let of_questions = self
            .questions
            .iter_mut()
            .map(|question| &mut question.fields);
        for field in groups.into_iter().chain(of_questions).flatten() {
            field.is_locked = is_named(&field.name);
        }
    }

    /// Every field with something wrong, for the summary.
    pub fn wrong(&self) -> Vec<&Field> {
        let groups = [
            &self.about,
            &self.time,
            &self.when,
            &self.window,
            &self.place,
            &self.last,
        ];
        groups
            .into_iter()
            .flatten()
            .chain(self.questions.iter().flat_map(|question| &question.fields))
            .filter(|field| field.error.is_some())
            .collect()
    }
}

/// What fields are made with.
pub struct Source<'a> {
    /// The reader's words.
    pub t: &'a Words,
    /// What was typed.
    pub typed: &'a Typed,
    /// The host's schedules; none for a team.
    pub schedules: &'a [Schedule],
    /// The rooms there are.
    pub rooms: &'a Rooms,
    /// How the host's address begins.
    pub address: &'a str,
    /// What is wrong.
    pub errors: &'a [FieldError],
}

/// The fields with what was typed and what is wrong with it.
pub fn fields(source: &Source<'_>, questions: &[TypedQuestion]) -> Fields {
    let (t, errors) = (source.t, source.errors);
    Fields {
        about: checked(t, about(source), errors),
        time: checked(t, time(source), errors),
        when: checked(t, when(source), errors),
        window: checked(t, window(source), errors),
        place: checked(t, place(source), errors),
        last: checked(t, last(source), errors),
        questions: questions
            .iter()
            .enumerate()
            .map(|(place, question)| QuestionFields {
                place,
                number: place + 1,
                key: question.key.clone(),
                is_first: place == 0,
                is_last: place + 1 == questions.len(),
                fields: checked(t, question_form::fields(t, place, question), errors),
            })
            .collect(),
    }
}

impl Source<'_> {
    fn field(&self, name: &str, label: String, kind: Kind) -> Field {
        Field::new(name, label, kind, self.typed.get(name))
    }
}

fn about(source: &Source<'_>) -> Vec<Field> {
    let t = source.t;
    vec![
        source.field("title", t.get("offer-title"), Kind::Line),
        source
            .field("description", t.get("offer-description"), Kind::Area)
            .optional(),
        source
            .field("slug", t.get("offer-slug"), Kind::Line)
            .hint(format!("{}/…", source.address)),
    ]
}

fn time(source: &Source<'_>) -> Vec<Field> {
    let t = source.t;
    vec![
        source
            .field("durations", t.get("offer-durations"), Kind::Line)
            .hint(t.get("offer-durations-hint")),
        source.field("step", t.get("offer-step"), Kind::Number),
        source.field("buffer_before", t.get("offer-buffer-before"), Kind::Number),
        source.field("buffer_after", t.get("offer-buffer-after"), Kind::Number),
        source.field("buffers_add_up", t.get("offer-buffers-add-up"), Kind::Check),
    ]
}

fn when(source: &Source<'_>) -> Vec<Field> {
    let t = source.t;
    let schedules = source
        .schedules
        .iter()
        .map(|schedule| (schedule.id.clone(), schedule.name.clone()));
    let units = [
        ("minutes".to_owned(), t.get("unit-minutes")),
        ("hours".to_owned(), t.get("unit-hours")),
        ("days".to_owned(), t.get("unit-days")),
    ];
    let limit = |name: &str, label: String| source.field(name, label, Kind::Number).optional();
    let schedule = (!source.schedules.is_empty()).then(|| {
        let field = source.field("schedule", t.get("offer-schedule"), Kind::Select);
        select(field, schedules)
    });
    let others = vec![
        source.field("notice", t.get("offer-notice"), Kind::Number),
        select(
            source.field("notice_unit", t.get("offer-notice-unit"), Kind::Select),
            units,
        ),
        limit("per_day", t.get("offer-per-day")),
        limit("per_week", t.get("offer-per-week")),
        limit("per_month", t.get("offer-per-month")),
        limit("minutes_per_day", t.get("offer-minutes-per-day")),
    ];
    schedule.into_iter().chain(others).collect()
}

fn window(source: &Source<'_>) -> Vec<Field> {
    let t = source.t;
    let kinds = [
        ("rolling".to_owned(), t.get("window-rolling")),
        ("fixed".to_owned(), t.get("window-fixed")),
        ("open".to_owned(), t.get("window-open")),
    ];
    vec![
        select(
            source.field("window", t.get("offer-window-kind"), Kind::Choice),
            kinds,
        ),
        source
            .field("window_days", t.get("window-days"), Kind::Number)
            .optional(),
        source
            .field("window_from", t.get("window-from"), Kind::Date)
            .optional(),
        source
            .field("window_to", t.get("window-to"), Kind::Date)
            .optional(),
    ]
}

fn place(source: &Source<'_>) -> Vec<Field> {
    let t = source.t;
    let mut kinds: Vec<(String, String)> = source
        .rooms
        .names()
        .into_iter()
        .filter_map(|name| {
            let label = source.rooms.find(name)?.label();
            Some((
                format!("room:{name}"),
                t.one("place-room", "software", label.software),
            ))
        })
        .collect();
    kinds.extend([
        ("phone".to_owned(), t.get("place-phone")),
        ("place".to_owned(), t.get("place-place")),
        ("link".to_owned(), t.get("place-link")),
    ]);
    vec![
        select(
            source.field("location", t.get("offer-place-kind"), Kind::Choice),
            kinds,
        ),
        source
            .field("phone", t.get("place-phone-number"), Kind::Phone)
            .optional()
            .hint(t.get("place-phone-hint")),
        source
            .field("address", t.get("place-address-typed"), Kind::Line)
            .optional(),
        source
            .field("link", t.get("place-link-typed"), Kind::Line)
            .optional(),
    ]
}

fn last(source: &Source<'_>) -> Vec<Field> {
    let t = source.t;
    let kinds = [
        ("public".to_owned(), t.get("visibility-public")),
        ("unlisted".to_owned(), t.get("visibility-unlisted")),
        ("closed".to_owned(), t.get("visibility-closed")),
    ];
    vec![
        source
            .field("approval", t.get("offer-approval"), Kind::Check)
            .hint(t.get("offer-approval-hint")),
        select(
            source.field("visibility", t.get("offer-visibility"), Kind::Choice),
            kinds,
        ),
    ]
}

/// The names of the service's fields as the form has them.
pub fn named_as_typed(errors: Vec<FieldError>, typed: &Typed) -> Vec<FieldError> {
    errors
        .into_iter()
        .map(|mut error| {
            error.field = match error.field.as_str() {
                "slot_step" => "step".to_owned(),
                "minimum_notice" => "notice".to_owned(),
                "limits" => "per_day".to_owned(),
                "window" if typed.get("window") == "fixed" => "window_to".to_owned(),
                "window" => "window_days".to_owned(),
                "location" => match typed.get("location") {
                    "place" => "address".to_owned(),
                    "link" => "link".to_owned(),
                    "phone" => "phone".to_owned(),
                    _ => error.field,
                },
                field => match field.strip_prefix("questions.") {
                    Some(rest) => format!("question.{rest}").replace(".key", ".label"),
                    None => field.to_owned(),
                },
            };
            error
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_in_any_order() {
        let typed = Typed::default().with("durations", "80, 50 50");

        let (form, wrong) = read(&typed, &[]);

        assert_eq!(form.rules.durations, [50, 80]);
        assert!(wrong.is_empty());
    }

    #[test]
    fn what_is_no_number_is_said_at_its_field() {
        let typed = Typed::default()
            .with("durations", "fünfzig")
            .with("step", "-5")
            .with("window", "fixed")
            .with("window_from", "2026-02-30")
            .with("window_to", "2026-03-01");

        let (_, wrong) = read(&typed, &[]);

        let fields: Vec<&str> = wrong.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["durations", "step", "window_from"]);
    }
}
