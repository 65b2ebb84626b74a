//! Fills the demo through the same acts that pages and API use, with the clock moved back.

use std::collections::BTreeMap;

use anyhow::Context;
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};

use super::calendars;
use super::money;
use super::packages;
use super::people::{self, Figure};
use super::polls;
use super::reminders;
use super::sessions::{self, Client, Fate, Session};
use super::teams;
use super::webinar;
use crate::kernel::availability::{DateOverride, Hours, TimeRange, WeeklyHours};
use crate::kernel::energy::{EnergyRules, InARow, Quota};
use crate::kernel::holidays::Choice;
use crate::kernel::people::{Language, Person, Slug, Username};
use crate::rooms::Rooms;
use crate::service::bookings::{self, By, NewBooking, Wishes};
use crate::service::event_types::{self, Means};
use crate::service::hosts::{self, NewPerson, ProfileForm};
use crate::service::links::Links;
use crate::service::slots::{self, Place, Wish};
use crate::service::time_off::{self, TimeOffForm};
use crate::service::{
    self, Db, Viewer, accounts, busy, clients, energy, instance, invoices, portraits, prices,
    schedules, spoken,
};
use crate::store::people::Portrait;
use crate::texts::Texts;

/// The zone of the demo's co-operative.
pub(super) const ZONE: chrono_tz::Tz = chrono_tz::Europe::Berlin;
/// How long before a session it was booked, at the most.
const AHEAD: TimeDelta = TimeDelta::days(12);

/// What the acts need.
pub(super) struct Tools<'a> {
    pub links: &'a Links,
    pub rooms: &'a Rooms,
    pub texts: &'a Texts,
    pub now: DateTime<Utc>,
}

/// The bookings whose links are worth clicking.
pub(super) struct Filled {
    /// One that is agreed.
    pub confirmed: String,
    /// One that waits for the host's answer.
    pub requested: String,
    /// The poll for a common time.
    pub poll: String,
    /// The package of several sessions.
    pub package: String,
}

/// Writes everything, in the transaction of `db`.
pub(super) fn fill(db: &mut Db, tools: &Tools, password_hash: &str) -> anyhow::Result<Filled> {
    let office = add(db, tools, &people::OFFICE, password_hash)?;
    instance::update(db, &Viewer { person: office }, people::instance())?;
    for coach in &people::COACHES {
        let viewer = Viewer {
            person: add(db, tools, coach, password_hash)?,
        };
        offer(db, tools, coach, &viewer)?;
        if coach.username == "miriam" {
            webinar::add(db, tools, &viewer)?;
            calendars::connect(db, tools, &viewer)?;
        }
    }
    let mut ids = Vec::new();
    for session in sessions::all() {
        let id = book(db, tools, &session)
            .with_context(|| format!("{} of {}", session.slug, session.host))?;
        ids.push((id, session));
    }
    let package = packages::sell(db, tools)?;
    money::invoice_what_is_over(db, &ids, tools.now)?;
    for coach in &people::COACHES {
        rest(db, tools, coach)?;
    }
    note(db, tools)?;
    teams::found(db, tools)?;
    let first = |wanted: &dyn Fn(&Session) -> bool| {
        ids.iter()
            .find(|(_, session)| session.day > 0 && wanted(session))
            .map(|(id, _)| id.clone())
            .context("the demo has no such booking")
    };
    Ok(Filled {
        confirmed: first(&|session| session.slug == "einzelcoaching")?,
        requested: first(&|session| session.slug == "handing-over")?,
        poll: polls::ask(db, tools)?,
        package,
    })
}

fn add(db: &mut Db, tools: &Tools, figure: &Figure, password: &str) -> anyhow::Result<Person> {
    let joined_at = tools.now - TimeDelta::days(40);
    let new = NewPerson {
        username: figure.username.to_owned(),
        name: figure.name.to_owned(),
        email: format!("{}@lotsenhaus.example", figure.username),
        zone: ZONE.name().to_owned(),
        language: Language::De,
        is_admin: figure.is_admin,
    };
    let person = hosts::add(db, &new, joined_at)?;
    accounts::set_password(db, &person.id, password)?;
    let pictures = ["small", "large"].map(|size| Portrait {
        person_id: person.id.clone(),
        size: size.to_owned(),
        media_type: "image/svg+xml".to_owned(),
        bytes: figure.portrait.to_vec(),
    });
    portraits::store(db, &person.id, pictures.to_vec(), joined_at)?;
    let profile = ProfileForm {
        name: new.name,
        email: new.email,
        zone: new.zone,
        language: new.language,
        headline: figure.headline.to_owned(),
        voice: figure.voice.to_owned(),
        about: figure.about.to_owned(),
        phone: figure.phone.to_owned(),
    };
    Ok(hosts::update_profile(
        db,
        &Viewer { person },
        &profile,
        joined_at,
    )?)
}

/// Hours with their exceptions, a busy afternoon, and what can be booked.
fn offer(db: &mut Db, tools: &Tools, coach: &Figure, viewer: &Viewer) -> anyhow::Result<()> {
    let today = tools.now.with_timezone(&ZONE).date_naive();
    let mut hours = Hours {
        zone: ZONE,
        weekly: Vec::new(),
        overrides: exceptions(today)?,
    };
    for (days, from, to) in coach.week {
        hours.weekly.push(WeeklyHours {
            days: days.to_vec(),
            range: TimeRange::parse(from, to)?,
        });
    }
    schedules::create(db, viewer, "Sprechzeiten", hours)?;
    let means = Means {
        rooms: tools.rooms,
        texts: tools.texts,
    };
    let since = tools.now - TimeDelta::days(30);
    for form in people::offers(coach.username) {
        let made = event_types::create(db, viewer, &means, form, since)?;
        if let Some(pricing) = money::pricing(made.slug.as_str()) {
            prices::set(db, viewer, &made.id, &pricing)?;
        }
        if made.slug.as_str() == "einzelcoaching" {
            service::reminders::change(db, viewer, &made.id, reminders::choose, since)?;
        }
    }
    invoices::set_sender(db, viewer, &money::sender(viewer))?;
    spoken::set(db, viewer, people::languages(coach.username))?;
    let meeting = local(today + Days::new(8), 10)?;
    if let Some(span) = crate::kernel::span::Span::new(meeting, meeting + TimeDelta::hours(3)) {
        busy::create(db, viewer, span, "Mitgliederversammlung")?;
    }
    Ok(())
}

/// What a coach takes off, and how much they take on.
fn rest(db: &mut Db, tools: &Tools, coach: &Figure) -> anyhow::Result<()> {
    let viewer = Viewer {
        person: hosts::find(db, &Username::parse(coach.username)?)?,
    };
    let hamburg = Choice {
        region: "DE-HH".to_owned(),
        ..Choice::default()
    };
    time_off::set_holidays(db, &viewer, &hamburg)?;
    let rules = EnergyRules {
        per_day: Quota {
            sessions: Some(6),
            minutes: None,
        },
        in_a_row: Some(InARow {
            sessions: 3,
            pause: 30,
        }),
        ..EnergyRules::default()
    };
    energy::replace(db, &viewer, &rules)?;
    if coach.username == "selma" {
        let first = tools.now.with_timezone(&ZONE).date_naive() + Days::new(20);
        let week = TimeOffForm {
            days: Some((first, first + Days::new(4))),
            message: "In dieser Woche bin ich auf Spiekeroog und lese keine Mails.".to_owned(),
            substitute: "miriam".to_owned(),
            ..TimeOffForm::default()
        };
        time_off::create(db, &viewer, &week)?;
    }
    Ok(())
}

/// A Saturday on which everybody works, a day off in two weeks, and the days between the years.
fn exceptions(today: NaiveDate) -> anyhow::Result<Vec<DateOverride>> {
    let saturday = (10..17)
        .map(|days| today + Days::new(days))
        .find(|date| date.weekday() == Weekday::Sat)
        .context("a week has a Saturday")?;
    let mut exceptions = vec![
        DateOverride {
            date: saturday,
            ranges: vec![TimeRange::parse("10:00", "14:00")?],
        },
        DateOverride {
            date: saturday + Days::new(4),
            ranges: Vec::new(),
        },
    ];
    for day in 24..=31 {
        let date =
            NaiveDate::from_ymd_opt(today.year(), 12, day).context("December has 31 days")?;
        if exceptions.iter().all(|known| known.date != date) {
            exceptions.push(DateOverride {
                date,
                ranges: Vec::new(),
            });
        }
    }
    Ok(exceptions)
}

/// Books the first slot from the session's day on, as a client would have some days before, and
/// lets happen to it what happened.
fn book(db: &mut Db, tools: &Tools, session: &Session) -> anyhow::Result<String> {
    let wanted = local(day(tools, session.day), 9)?;
    let booked_at = (wanted - AHEAD).min(tools.now - TimeDelta::hours(3));
    let host = Username::parse(session.host)?;
    let slug = Slug::parse(session.slug)?;
    let place = Place::of_host(host, slug);
    let offered = slots::offered(db, &place)?;
    let wish = Wish {
        duration: session.duration,
        except: None,
    };
    let start = |db: &mut Db, from| -> anyhow::Result<DateTime<Utc>> {
        let found = slots::next(db, &offered, wish, (from, 1), booked_at)?;
        Ok(found.first().context("nothing is free")?.span.start())
    };
    // A request that waits was made a moment ago, or its time to be answered would be over.
    let at = match session.fate {
        Fate::Booked if offered.event_type.needs_approval => tools.now - TimeDelta::hours(3),
        _ => booked_at,
    };
    let new = wish_of(session, place, start(db, wanted)?);
    let booked = bookings::book(db, tools.links, &new, at)?;
    let id = booked.booking.id;
    let viewer = Viewer {
        person: booked.host,
    };
    let token = tools.links.token(&id, crate::store::links::Purpose::Manage);
    let later = at + TimeDelta::hours(1);
    match session.fate {
        Fate::Booked => {}
        Fate::Accepted => {
            bookings::confirm(db, &viewer, &id, later)?;
        }
        Fate::Cancelled(reason) => {
            bookings::cancel(db, &By::Link(&token), None, reason, later)?;
        }
        Fate::Moved(days) => {
            let to = start(db, wanted + TimeDelta::days(days))?;
            bookings::reschedule(db, &By::Link(&token), None, to, later)?;
        }
    }
    Ok(id)
}

/// What Miriam keeps on her longest client.
fn note(db: &mut Db, tools: &Tools) -> anyhow::Result<()> {
    let person = hosts::find(db, &Username::parse("miriam")?)?;
    let viewer = Viewer { person };
    let found = clients::search(db, &viewer, "thea", (0, 1))?;
    let client = found.first().context("Thea has booked")?;
    for (days, words) in sessions::NOTES {
        let at = tools.now - TimeDelta::days(days);
        clients::add_note(db, &viewer, &client.id, words, at)?;
    }
    clients::set_next_step(db, &viewer, &client.id, sessions::NEXT_STEP, tools.now)?;
    Ok(())
}

fn wish_of(session: &Session, place: Place, start: DateTime<Utc>) -> NewBooking {
    let Client(name, email, zone, language) = session.client;
    let answers: BTreeMap<String, String> = session
        .answers
        .iter()
        .map(|(key, answer)| ((*key).to_owned(), (*answer).to_owned()))
        .collect();
    NewBooking {
        place,
        start,
        duration: Some(session.duration),
        name: name.to_owned(),
        email: email.to_owned(),
        zone: zone.to_owned(),
        language,
        answers,
        guests: Vec::new(),
        idempotency_key: None,
        wishes: Wishes {
            price: money::choice(session.slug, name),
            early_start: true,
            ..Wishes::default()
        },
    }
}

fn day(tools: &Tools, offset: i64) -> NaiveDate {
    (tools.now.with_timezone(&ZONE) + TimeDelta::days(offset)).date_naive()
}

/// A full hour of a day in Berlin.
pub(super) fn local(date: NaiveDate, hour: u32) -> anyhow::Result<DateTime<Utc>> {
    let time = date.and_hms_opt(hour, 0, 0).context("an hour of the day")?;
    Ok(crate::kernel::zone::instant(time, ZONE))
}
