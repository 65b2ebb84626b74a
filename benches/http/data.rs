//! Databases that are full, written by the store in large transactions.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc, Weekday};
use uuid::Uuid;
use zeitgenosse::config::Config;
use zeitgenosse::kernel::availability::{Hours, TimeRange, WeeklyHours};
use zeitgenosse::kernel::booking::{Attendee, Booking, Life, Status};
use zeitgenosse::kernel::clock::SystemClock;
use zeitgenosse::kernel::event_type::{EventType, Location, SlotRules, Visibility, Window};
use zeitgenosse::kernel::limits::Limits;
use zeitgenosse::kernel::people::{Email, Language};
use zeitgenosse::kernel::span::Span;
use zeitgenosse::rooms::Rooms;
use zeitgenosse::server;
use zeitgenosse::service::event_types::{self, EventTypeForm, Means};
use zeitgenosse::service::hosts::{self, NewPerson};
use zeitgenosse::service::instance::{self, Instance};
use zeitgenosse::service::links::{Links, hash};
use zeitgenosse::service::{Db, ServiceError, Viewer, busy, portraits, schedules};
use zeitgenosse::store::claims::{self, NewClaim};
use zeitgenosse::store::{StoreError, bookings, links};
use zeitgenosse::texts::Texts;

/// How much there is.
#[derive(Clone, Copy)]
pub struct Amount {
    pub hosts: usize,
    /// For each host, two a day, most of them over.
    pub bookings: usize,
    /// For each host.
    pub busy: usize,
}

/// A full database and the folder that belongs to it.
pub struct Data {
    pub folder: PathBuf,
    pub database_url: Option<String>,
    pub hosts: usize,
}

/// Fills a new database: the embedded one in `folder`, or the PostgreSQL at `database_url`.
pub fn fill(folder: &Path, database_url: Option<&str>, amount: Amount) -> Data {
    let config = Config {
        data_dir: folder.to_owned(),
        database_url: database_url.map(str::to_owned),
        ..Config::default()
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let state = server::open(config, Arc::new(SystemClock), "http://127.0.0.1:8080").unwrap();
    let now = state.clock.now();
    runtime.block_on(async {
        for number in 0..amount.hosts {
            let (links, texts) = (Arc::clone(&state.links), Arc::clone(&state.texts));
            let rooms = Arc::clone(&state.rooms);
            state
                .store
                .write(move |db| {
                    let (viewer, event_type) = host(db, number, (&rooms, &texts), now)?;
                    for place in 0..amount.bookings {
                        book(db, &links, &event_type, place, now)?;
                    }
                    for place in 0..amount.busy {
                        let start = now + TimeDelta::hours(7 * i64::try_from(place).unwrap_or(0));
                        if let Some(span) = Span::new(start, start + TimeDelta::hours(1)) {
                            busy::create(db, &viewer, span, "")?;
                        }
                    }
                    Ok::<_, ServiceError>(())
                })
                .await
                .unwrap();
        }
    });
    Data {
        folder: folder.to_owned(),
        database_url: database_url.map(str::to_owned),
        hosts: amount.hosts,
    }
}

/// A host with two event types: `session`, 50 minutes in office hours, and `quarter`, which can
/// be booked around the clock.
fn host(
    db: &mut Db,
    number: usize,
    (rooms, texts): (&Rooms, &Texts),
    now: DateTime<Utc>,
) -> Result<(Viewer, EventType), ServiceError> {
    let new = NewPerson {
        username: format!("host{number}"),
        name: format!("Miriam Okafor-Lindner {number}"),
        email: format!("host{number}@coop.example"),
        zone: "Europe/Berlin".to_owned(),
        language: Language::De,
        is_admin: number == 0,
    };
    let viewer = Viewer {
        person: hosts::add(db, &new, now)?,
    };
    if number == 0 {
        instance::update(db, &viewer, coop())?;
    }
    portraits::set(db, &viewer, portraits::draw(&photo())?, now)?;
    let office = schedules::create(db, &viewer, "Practice", hours("08:00", "18:00"))?;
    let always = schedules::create(db, &viewer, "Always", hours("00:00", "24:00"))?;
    let means = Means { rooms, texts };
    let session = event_types::create(
        db,
        &viewer,
        &means,
        form("session", 50, Some(office.id)),
        now,
    )?;
    event_types::create(
        db,
        &viewer,
        &means,
        form("quarter", 15, Some(always.id)),
        now,
    )?;
    Ok((viewer, session))
}

fn coop() -> Instance {
    Instance {
        name: "Lotsenhaus eG".to_owned(),
        place: "Hamburg".to_owned(),
        owner: "Den 41 Mitgliedern der Lotsenhaus eG in Hamburg.".to_owned(),
        contact_name: "Henrike Claasen".to_owned(),
        contact_role: "im Büro".to_owned(),
        contact_phone: "040 66969-123".to_owned(),
        contact_email: "hallo@lotsenhaus.example".to_owned(),
        contact_hours: "Mo bis Do, 9–15 Uhr".to_owned(),
        imprint: String::new(),
    }
}

fn hours(from: &str, to: &str) -> Hours {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    Hours {
        zone: chrono_tz::Europe::Berlin,
        weekly: vec![WeeklyHours {
            days: vec![Mon, Tue, Wed, Thu, Fri, Sat, Sun],
            range: TimeRange::parse(from, to).unwrap(),
        }],
        overrides: Vec::new(),
    }
}

/// An event type of this length in office hours; of a host in those of a schedule.
pub fn form(slug: &str, minutes: u32, schedule_id: Option<String>) -> EventTypeForm {
    EventTypeForm {
        slug: slug.to_owned(),
        title: format!("Sitzung ({slug})"),
        description: "Ein Thema, ein ruhiger Raum, ein klarer nächster Schritt.".to_owned(),
        schedule_id,
        rules: SlotRules {
            durations: vec![minutes],
            step: minutes.min(30),
            buffer_before: 0,
            buffer_after: 0,
            buffers_add_up: false,
            minimum_notice: 60,
            window: Window::Rolling { days: 90 },
            limits: Limits::default(),
            seats: 1,
        },
        needs_approval: false,
        location: Location::Place {
            address: "Am Zollhafen 3, Hamburg".to_owned(),
        },
        questions: Vec::new(),
        visibility: Visibility::Public,
    }
}

/// A picture with the detail of a photograph.
fn photo() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(448, 560, |x, y| {
        let wave = (f64::from(x) / 23.0).sin() * (f64::from(y) / 31.0).cos() * 60.0;
        let grain = (x.wrapping_mul(7_919) ^ y.wrapping_mul(104_729)) % 9;
        let shade = |base: f64| (base + wave + f64::from(grain)).clamp(0.0, 255.0) as u8;
        image::Rgb([shade(170.0), shade(130.0), shade(100.0)])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// The booking at this place: two a day, nine tenths of them over.
fn book(
    db: &mut Db,
    tokens: &Links,
    event_type: &EventType,
    place: usize,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let place = i64::try_from(place).unwrap();
    let midnight = now.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
    let day = midnight + TimeDelta::days(place / 2 - 900);
    let start = day + TimeDelta::hours(if place % 2 == 0 { 8 } else { 13 });
    book_at(db, tokens, event_type, start)
}

/// A booking of 50 minutes.
pub fn book_at(
    db: &mut Db,
    tokens: &Links,
    event_type: &EventType,
    start: DateTime<Utc>,
) -> Result<(), StoreError> {
    let span = Span::new(start, start + TimeDelta::minutes(50)).unwrap();
    let booking = Booking {
        id: Uuid::now_v7().to_string(),
        event_type_id: event_type.id.clone(),
        host_id: event_type.host_id().unwrap().to_owned(),
        co_host_ids: Vec::new(),
        life: Life {
            status: Status::Confirmed,
            span,
            sequence: 0,
        },
        title: event_type.title.clone(),
        location: event_type.location.clone(),
        created_at: start - TimeDelta::days(5),
        updated_at: start - TimeDelta::days(5),
        attendee: Attendee {
            id: Uuid::now_v7().to_string(),
            name: "Thea Behrend".to_owned(),
            email: Email::parse("thea@post.example").unwrap(),
            zone: chrono_tz::Europe::Berlin,
            language: Language::De,
            guests: Vec::new(),
            answers: Vec::new(),
        },
        reason: String::new(),
    };
    bookings::insert(db, &booking)?;
    let claim = NewClaim::of(&booking.id, &booking.event_type_id, span, &event_type.rules);
    claims::insert(db, &claim, &[&booking.host_id])?;
    links::insert_all(db, &booking.id, |purpose| {
        hash(&tokens.token(&booking.id, purpose))
    })?;
    Ok(())
}
