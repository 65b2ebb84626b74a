//! The form of a poll: what was typed, what it means, and how it is shown again.

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use chrono_tz::Tz;

use super::super::fields::{Field, Kind, error_words};
use super::inputs;
use super::typed::Typed;
use crate::kernel::event_type::EventType;
use crate::kernel::people::Person;
use crate::kernel::polls::Sight;
use crate::kernel::span::Span;
use crate::kernel::zone;
use crate::service::FieldError;
use crate::service::polls::{MOST_OPTIONS, PollForm, PollView};
use crate::texts::Words;

/// So many empty rows a new form has, and so many come with one press.
const ROWS: usize = 3;
/// So many colleagues are named; the others can be asked by their address.
const MOST_NAMED: usize = 60;

/// A row of the form: a day and a time of day, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedTime {
    /// `2027-03-24`.
    pub date: String,
    /// `17:00`.
    pub time: String,
}

impl TypedTime {
    fn is_blank(&self) -> bool {
        self.date.trim().is_empty() && self.time.trim().is_empty()
    }

    fn read(&self, zone: Tz) -> Result<DateTime<Utc>, &'static str> {
        instant(&self.date, &self.time, zone)
    }

    fn of(instant: DateTime<Utc>, zone: Tz) -> Self {
        let local = zone::local(instant, zone);
        Self {
            date: local.date().to_string(),
            time: local.format("%H:%M").to_string(),
        }
    }
}

fn instant(date: &str, time: &str, zone: Tz) -> Result<DateTime<Utc>, &'static str> {
    let date: NaiveDate = date.trim().parse().map_err(|_| "not-a-date")?;
    let time = NaiveTime::parse_from_str(time.trim(), "%H:%M").map_err(|_| "not-a-time")?;
    if !(1970..=2999).contains(&chrono::Datelike::year(&date)) {
        return Err("not-a-date");
    }
    Ok(zone::instant(date.and_time(time), zone))
}

/// The times of a form, as typed.
#[derive(Debug, Clone, Default)]
pub struct TypedTimes(pub Vec<TypedTime>);

impl TypedTimes {
    /// Those of a form, with the proposals that were picked.
    pub fn of(typed: &Typed) -> Self {
        let zone = zone_of(typed);
        let rows = typed.all("date").zip(typed.all("time"));
        let mut times: Vec<TypedTime> = rows
            .take(2 * MOST_OPTIONS)
            .map(|(date, time)| TypedTime {
                date: date.to_owned(),
                time: time.to_owned(),
            })
            .collect();
        let picked = typed.all("pick").take(MOST_OPTIONS);
        let picked = picked.filter_map(|text| DateTime::parse_from_rfc3339(text).ok());
        let picked: Vec<TypedTime> = picked
            .map(|at| TypedTime::of(at.with_timezone(&Utc), zone))
            .filter(|time| !times.contains(time))
            .collect();
        if !picked.is_empty() {
            times.retain(|time| !time.is_blank());
            times.extend(picked);
        }
        Self(times)
    }

    /// Some rows to begin with.
    pub fn blank() -> Self {
        Self(vec![TypedTime::default(); ROWS])
    }

    /// Adds or removes rows as the button says; false when it says something else.
    pub fn change(&mut self, button: &str) -> bool {
        if button == "add" {
            let room = MOST_OPTIONS.saturating_sub(self.0.len()).min(ROWS);
            self.0
                .extend(std::iter::repeat_n(TypedTime::default(), room));
            return true;
        }
        let place = button.strip_prefix("remove-");
        match place.and_then(|place| place.parse::<usize>().ok()) {
            Some(place) if place < self.0.len() => {
                self.0.remove(place);
                true
            }
            _ => false,
        }
    }

    /// When they begin, with the row of each; rows without anything in them are passed over.
    fn read(&self, zone: Tz) -> (Vec<DateTime<Utc>>, Vec<usize>, Vec<FieldError>) {
        let (mut starts, mut rows, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
        for (row, time) in self.0.iter().enumerate().filter(|(_, it)| !it.is_blank()) {
            match time.read(zone) {
                Ok(start) => {
                    starts.push(start);
                    rows.push(row);
                }
                Err(code) => wrong.push(problem(&format!("options.{row}"), code)),
            }
        }
        (starts, rows, wrong)
    }
}

fn problem(field: &str, code: &'static str) -> FieldError {
    FieldError {
        field: field.to_owned(),
        code,
        max: None,
    }
}

/// The zone that was chosen.
pub fn zone_of(typed: &Typed) -> Tz {
    zone::parse(typed.get("zone")).unwrap_or(Tz::UTC)
}

/// How long each time shall be: the choice names event type and minutes.
pub fn offer_of(typed: &Typed) -> (String, Option<u32>) {
    match typed.get("offer").split_once(' ') {
        Some((id, minutes)) => (id.to_owned(), minutes.parse().ok()),
        None => (typed.text("offer"), None),
    }
}

/// The colleagues who were ticked.
pub fn hosts_of(typed: &Typed) -> Vec<String> {
    typed.all("host").map(str::to_owned).collect()
}

/// The addresses in a field, however they are divided.
pub fn addresses(text: &str) -> Vec<String> {
    text.split(|c: char| c == ',' || c == ';' || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What was typed, and the row of each time.
///
/// # Errors
/// What cannot be read.
pub fn read(typed: &Typed, times: &TypedTimes) -> Result<(PollForm, Vec<usize>), Vec<FieldError>> {
    let zone = zone_of(typed);
    let (starts, rows, mut wrong) = times.read(zone);
    let deadline = match (typed.get("deadline_date"), typed.get("deadline_time")) {
        ("", "") => None,
        (date, time) => {
            let time = if time.is_empty() { "23:59" } else { time };
            instant(date, time, zone)
                .map_err(|code| wrong.push(problem("deadline", code)))
                .ok()
        }
    };
    let most_yes = match typed.get("most_yes").trim() {
        "" => None,
        text => text
            .parse()
            .map_err(|_| wrong.push(problem("most_yes", "whole-number")))
            .ok(),
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let (event_type_id, minutes) = offer_of(typed);
    let form = PollForm {
        title: typed.text("title"),
        description: typed.text("description"),
        event_type_id,
        minutes,
        zone: typed.text("zone"),
        starts,
        hosts: hosts_of(typed),
        emails: addresses(typed.get("emails")),
        deadline,
        closes_itself: typed.is_set("closes_itself"),
        reminds: typed.is_set("reminds"),
        holds: typed.is_set("holds"),
        sight: Sight::parse(typed.get("sight")),
        most_yes,
    };
    Ok((form, rows))
}

/// The form of a poll that is stored.
pub fn write(view: &PollView, colleagues: &[Person]) -> (Typed, TypedTimes) {
    let poll = &view.poll;
    let flag = |is_set: bool| if is_set { "yes" } else { "" };
    let most = poll.most_yes.map_or(String::new(), |most| most.to_string());
    let offer = format!("{} {}", poll.event_type_id, poll.minutes);
    let mut typed = Typed::default()
        .with("title", &poll.title)
        .with("description", &poll.description)
        .with("offer", &offer)
        .with("zone", poll.zone.name())
        .with("closes_itself", flag(poll.closes_itself))
        .with("reminds", flag(poll.reminds))
        .with("holds", flag(poll.holds))
        .with("sight", poll.sight.as_str())
        .with("most_yes", &most);
    if let Some(deadline) = poll.deadline {
        let deadline = TypedTime::of(deadline, poll.zone);
        typed = typed
            .with("deadline_date", &deadline.date)
            .with("deadline_time", &deadline.time);
    }
    for host in colleagues {
        let is_asked =
            |it: &crate::kernel::polls::Participant| it.host_id.as_ref() == Some(&host.id);
        if view.hosts.iter().any(is_asked) {
            typed = typed.with("host", host.username.as_str());
        }
    }
    let times = view.options.iter();
    let times = times.map(|it| TypedTime::of(it.option.span.start(), poll.zone));
    (typed, TypedTimes(times.collect()))
}

/// What the form offers to choose from.
pub struct Source<'a> {
    /// The reader's words.
    pub t: &'a Words,
    /// What was typed.
    pub typed: &'a Typed,
    /// What the host offers.
    pub event_types: &'a [EventType],
    /// The other hosts of the instance.
    pub colleagues: &'a [Person],
    /// What is wrong.
    pub errors: &'a [FieldError],
    /// The present, UTC.
    pub now: DateTime<Utc>,
}

/// The fields as they are shown.
pub struct Fields {
    /// Title, description, place.
    pub about: Vec<Field>,
    /// Where the clock hangs.
    pub zone: Field,
    /// A row for each time.
    pub times: Vec<Row>,
    /// What is wrong with the times as a whole.
    pub times_error: Option<String>,
    /// From which day on common free time is looked for.
    pub common_from: Field,
    /// Username, name, and whether they are ticked.
    pub hosts: Vec<(String, String, bool)>,
    /// What is wrong with them.
    pub hosts_error: Option<String>,
    /// Who else is asked.
    pub emails: Field,
    /// Until when answers are taken.
    pub deadline: Vec<Field>,
    /// How the poll goes.
    pub rules: Vec<Field>,
}

/// A row of the form.
pub struct Row {
    /// Its place, for buttons and ids.
    pub place: usize,
    /// Its number, for people.
    pub number: usize,
    /// As typed.
    pub date: String,
    /// As typed.
    pub time: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// A time at which everybody is free.
pub struct Proposal {
    /// Its start as RFC 3339.
    pub value: String,
    /// `Mi 24. März, 17:00–18:30`.
    pub label: String,
}

/// The proposals in words.
pub fn proposals(t: &Words, found: &[Span], zone: Tz) -> Vec<Proposal> {
    found
        .iter()
        .map(|span| Proposal {
            value: span.start().to_rfc3339_opts(SecondsFormat::Secs, true),
            label: format!(
                "{}, {}",
                t.day_short(zone::date(span.start(), zone)),
                t.hours(*span, zone)
            ),
        })
        .collect()
}

impl Fields {
    /// The fields, with what was typed and what is wrong with it.
    pub fn new(source: &Source, times: &TypedTimes) -> Self {
        let (t, typed, errors) = (source.t, source.typed, source.errors);
        let field =
            |name: &str, label: String, kind| Field::new(name, label, kind, typed.get(name));
        let error = |name: &str| {
            let error = errors.iter().find(|error| error.field == name)?;
            Some(error_words(t, error))
        };
        let hosts = hosts_of(typed);
        let rows = times.0.iter().enumerate();
        Self {
            about: inputs::checked(
                t,
                vec![
                    field("title", t.get("poll-title"), Kind::Line).hint(t.get("poll-title-hint")),
                    field("description", t.get("poll-description"), Kind::Area).optional(),
                    offers(source),
                ],
                &offer_errors(errors),
            ),
            zone: inputs::zone(t, "zone", typed.get("zone"), source.now).checked(t, errors),
            times: rows
                .map(|(place, time)| Row {
                    place,
                    number: place + 1,
                    date: time.date.clone(),
                    time: time.time.clone(),
                    error: error(&format!("options.{place}")),
                })
                .collect(),
            times_error: error("options"),
            common_from: field("common_from", t.get("poll-common-from"), Kind::Date)
                .optional()
                .checked(t, errors),
            hosts: source
                .colleagues
                .iter()
                .take(MOST_NAMED)
                .map(|person| {
                    let username = person.username.to_string();
                    let is_asked = hosts.contains(&username);
                    (username, person.name.clone(), is_asked)
                })
                .collect(),
            hosts_error: error("hosts"),
            emails: field("emails", t.get("poll-emails"), Kind::Area)
                .optional()
                .hint(t.get("poll-emails-hint"))
                .checked(t, errors),
            deadline: deadline(t, typed, errors),
            rules: rules(t, typed, errors),
        }
    }

    /// The fields that need another look: their ids and what is wrong.
    pub fn wrong(&self, t: &Words) -> Vec<(String, String)> {
        let all = self.about.iter().chain([&self.zone, &self.emails]);
        let all = all.chain(&self.deadline).chain(&self.rules);
        let mut wrong: Vec<(String, String)> = all
            .filter_map(|field| {
                let error = field.error.as_ref()?;
                Some((field.id.clone(), format!("{}: {error}", field.label)))
            })
            .collect();
        wrong.extend(self.times.iter().filter_map(|row| {
            let error = row.error.as_ref()?;
            let what = t.count("poll-row", row.number);
            Some((format!("date-{}", row.place), format!("{what}: {error}")))
        }));
        let groups = [("times", &self.times_error), ("hosts", &self.hosts_error)];
        wrong.extend(groups.into_iter().filter_map(|(id, error)| {
            let error = error.clone()?;
            Some((id.to_owned(), error))
        }));
        wrong
    }
}

/// Event type and length are one field of the form.
fn offer_errors(errors: &[FieldError]) -> Vec<FieldError> {
    errors
        .iter()
        .cloned()
        .map(|error| match error.field.as_str() {
            "event_type" | "minutes" => FieldError {
                field: "offer".to_owned(),
                ..error
            },
            _ => error,
        })
        .collect()
}

fn offers(source: &Source) -> Field {
    let t = source.t;
    let options = source.event_types.iter().flat_map(|event_type| {
        event_type.rules.durations.iter().map(move |minutes| {
            (
                format!("{} {minutes}", event_type.id),
                format!("{}, {}", event_type.title, t.minutes(*minutes)),
            )
        })
    });
    let field = Field::new(
        "offer",
        t.get("poll-offer"),
        Kind::Select,
        source.typed.get("offer"),
    );
    inputs::select(field.hint(t.get("poll-offer-hint")), options)
}

fn deadline(t: &Words, typed: &Typed, errors: &[FieldError]) -> Vec<Field> {
    let mut date = Field::new(
        "deadline",
        t.get("poll-deadline-date"),
        Kind::Date,
        typed.get("deadline_date"),
    )
    .optional()
    .checked(t, errors);
    "deadline_date".clone_into(&mut date.name);
    let time = Field::new(
        "deadline_time",
        t.get("poll-deadline-time"),
        Kind::Time,
        typed.get("deadline_time"),
    )
    .optional()
    .checked(t, errors);
    vec![date, time]
}

fn rules(t: &Words, typed: &Typed, errors: &[FieldError]) -> Vec<Field> {
    let check = |name: &str, label: String| {
        Field::new(name, label, Kind::Check, typed.get(name)).optional()
    };
    let sights = [
        (Sight::Open, t.get("poll-sight-open")),
        (Sight::Answered, t.get("poll-sight-answered")),
        (Sight::Over, t.get("poll-sight-over")),
    ];
    let sights = sights.map(|(sight, label)| (sight.as_str().to_owned(), label));
    let sight = Field::new(
        "sight",
        t.get("poll-sight"),
        Kind::Select,
        typed.get("sight"),
    );
    let most = Field::new(
        "most_yes",
        t.get("poll-most-yes"),
        Kind::Number,
        typed.get("most_yes"),
    );
    inputs::checked(
        t,
        vec![
            check("closes_itself", t.get("poll-closes-itself")),
            check("reminds", t.get("poll-reminds")),
            check("holds", t.get("poll-holds")),
            inputs::select(sight, sights),
            most.optional().hint(t.get("poll-most-yes-hint")),
        ],
        errors,
    )
}
