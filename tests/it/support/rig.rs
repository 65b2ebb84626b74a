//! The product with its own database and a clock that stands still, without a network.

use std::sync::Arc;

use actix_web::App;
use actix_web::dev::ServiceResponse;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::Data;
use chrono::{DateTime, TimeDelta, Utc, Weekday};
use zeitgenosse::config::Config;
use zeitgenosse::jobs;
use zeitgenosse::kernel::availability::{Hours, Schedule, TimeRange, WeeklyHours};
use zeitgenosse::kernel::clock::{Clock, StoppedClock};
use zeitgenosse::kernel::event_type::{EventType, Location, SlotRules, Visibility, Window};
use zeitgenosse::kernel::limits::Limits;
use zeitgenosse::kernel::people::{Language, Person, Slug, Username};
use zeitgenosse::kernel::team::{Part, Role, Team};
use zeitgenosse::server;
use zeitgenosse::service::bookings::{self, Booked, NewBooking, Wishes};
use zeitgenosse::service::event_types::{self, EventTypeForm, Means};
use zeitgenosse::service::hosts::{self, NewPerson};
use zeitgenosse::service::slots::Place;
use zeitgenosse::service::teams::{self, MemberForm, TeamForm};
use zeitgenosse::service::{ServiceError, Viewer, accounts, schedules};
use zeitgenosse::state::State;
use zeitgenosse::store::{Db, StoreError};

use super::database::{self, TestDatabase};

/// The instance's secret in all tests.
pub const SECRET: &str = "a secret of the tests that is long enough";

/// The product, ready to be asked.
pub struct Rig {
    /// What handlers and jobs reach.
    pub state: Data<State>,
    /// Stands at a Thursday, 8 January 2026, 08:00 UTC, until it is moved.
    pub clock: Arc<StoppedClock>,
    /// Gone with the rig.
    pub database: TestDatabase,
}

/// A host with an event type that can be booked.
pub struct Host {
    /// Acts as the host.
    pub viewer: Viewer,
    /// Monday to Friday, 9 to 17 in Berlin.
    pub schedule: Schedule,
    /// `first-session`: 50 minutes, every 30, after 12 hours, within 60 days.
    pub event_type: EventType,
    /// The host's API token.
    pub token: String,
}

/// An instant of a test.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

impl Rig {
    /// The product with nobody in it.
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    /// The same that may ask hosts on this machine.
    pub fn among_hosts() -> Self {
        Self::with(|config| config.network.allow_private = true)
    }

    /// The same with other settings.
    pub fn with(change: impl FnOnce(&mut Config)) -> Self {
        let database = database::fresh();
        let clock = Arc::new(StoppedClock::at(at("2026-01-08T08:00:00Z")));
        let mut config = Config {
            data_dir: database.dir.path().to_owned(),
            database_url: Some(database.url.clone()),
            secret_key: Some(SECRET.to_owned()),
            ..Config::default()
        };
        change(&mut config);
        let state = server::open(
            config,
            Arc::clone(&clock) as Arc<dyn Clock>,
            "http://127.0.0.1:8080",
        )
        .unwrap();
        Self {
            state: Data::new(state),
            clock,
            database,
        }
    }

    /// The present of this rig.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Asks the product and returns the whole answer.
    pub async fn send(&self, request: TestRequest) -> ServiceResponse {
        let app = App::new()
            .app_data(self.state.clone())
            .configure(server::routes);
        call_service(&init_service(app).await, request.to_request())
            .await
            .map_into_boxed_body()
    }

    /// Asks the product and returns status and body.
    pub async fn call(&self, request: TestRequest) -> (u16, String) {
        let response = self.send(request).await;
        let status = response.status().as_u16();
        let body = read_body(response).await;
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    /// Runs an act and keeps what it wrote.
    pub async fn write<T, F>(&self, act: F) -> Result<T, ServiceError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db) -> Result<T, ServiceError> + Send + 'static,
    {
        self.state.store.write(act).await
    }

    /// Does all jobs that are due, also those that they queue, and returns how many there were.
    pub async fn run_jobs(&self) -> Result<usize, StoreError> {
        let mut count = 0;
        loop {
            match jobs::run_due(&self.state).await? {
                0 => return Ok(count),
                done => count += done,
            }
        }
    }

    /// The mails that were sent into the folder, in the order of their names.
    pub fn mails(&self) -> Vec<(String, String)> {
        let folder = self.database.dir.path().join("mail");
        let mut mails: Vec<(String, String)> = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap())
            // A mail that is being written has another name.
            .filter(|entry| entry.path().extension().is_some_and(|end| end == "eml"))
            .map(|entry| {
                let text = std::fs::read_to_string(entry.path()).unwrap();
                (entry.file_name().to_string_lossy().into_owned(), text)
            })
            .collect();
        mails.sort();
        mails
    }

    /// Adds a person.
    pub async fn person(&self, username: &str) -> Person {
        let new = NewPerson {
            username: username.to_owned(),
            name: format!("{username} of the tests"),
            email: format!("{username}@coop.example"),
            zone: "Europe/Berlin".to_owned(),
            language: Language::De,
            is_admin: false,
        };
        let now = self.now();
        self.write(move |db| hosts::add(db, &new, now))
            .await
            .unwrap()
    }

    /// Adds a host with the event type `first-session`, after `change` had its way with it.
    pub async fn host_with(&self, username: &str, change: impl FnOnce(&mut EventTypeForm)) -> Host {
        let viewer = Viewer {
            person: self.person(username).await,
        };
        let mut form = event_type_form();
        change(&mut form);
        let (state, now) = (self.state.clone(), self.now());
        self.write(move |db| {
            let schedule = schedules::create(db, &viewer, "Practice", office_hours())?;
            let means = Means {
                rooms: &state.rooms,
                texts: &state.texts,
            };
            let event_type = event_types::create(db, &viewer, &means, form, now)?;
            let token = accounts::add_token(db, &viewer.person.username, "test", now)?;
            Ok(Host {
                viewer,
                schedule,
                event_type,
                token,
            })
        })
        .await
        .unwrap()
    }

    /// Adds a host with the event type `first-session`.
    pub async fn host(&self, username: &str) -> Host {
        self.host_with(username, |_| {}).await
    }

    /// A client books.
    pub async fn book(&self, new: NewBooking) -> Result<Booked, ServiceError> {
        let (links, now) = (Arc::clone(&self.state.links), self.now());
        self.write(move |db| bookings::book(db, &links, &new, now))
            .await
    }
}

/// Some hosts who offer `intro` together, the first of whom leads them.
pub struct TestTeam {
    /// `beratung`.
    pub team: Team,
    /// In the order in which they were named.
    pub hosts: Vec<Host>,
    /// `intro`: like `first-session`, without notice.
    pub event_type: EventType,
}

impl Rig {
    /// Adds the team `beratung` of these hosts with the event type `intro`, held by turns.
    pub async fn team_with(
        &self,
        usernames: &[&str],
        change: impl FnOnce(&mut EventTypeForm),
    ) -> TestTeam {
        let mut hosts = Vec::new();
        for username in usernames {
            hosts.push(self.host(username).await);
        }
        let mut form = EventTypeForm {
            slug: "intro".to_owned(),
            ..event_type_form()
        };
        form.rules.minimum_notice = 0;
        change(&mut form);
        let (state, now) = (self.state.clone(), self.now());
        let lead = hosts[0].viewer.clone();
        let others: Vec<Username> = hosts[1..]
            .iter()
            .map(|host| host.viewer.person.username.clone())
            .collect();
        let (team, event_type) = self
            .write(move |db| {
                let mut admin = lead.clone();
                admin.person.is_admin = true;
                let team = teams::create(db, &admin, &team_form(), now)?;
                for username in others {
                    let member = MemberForm {
                        username,
                        role: Role::Member,
                        weight: 1,
                    };
                    teams::set_member(db, &lead, &team.id, &member, now)?;
                }
                let means = Means {
                    rooms: &state.rooms,
                    texts: &state.texts,
                };
                let form = (team.id.as_str(), form);
                let event_type = event_types::create_for_team(db, &lead, &means, form, now)?;
                Ok((team, event_type))
            })
            .await
            .unwrap();
        TestTeam {
            team,
            hosts,
            event_type,
        }
    }

    /// The same without a change.
    pub async fn team(&self, usernames: &[&str]) -> TestTeam {
        self.team_with(usernames, |_| {}).await
    }
}

impl TestTeam {
    /// The ids of its hosts, in their order.
    pub fn ids(&self) -> Vec<String> {
        let hosts = self.hosts.iter();
        hosts.map(|host| host.viewer.person.id.clone()).collect()
    }

    /// Says who holds the sessions: parts with the places of their hosts, and whether they are
    /// optional.
    pub async fn set_parts(&self, rig: &Rig, parts: &[(bool, &[usize])]) {
        let ids = self.ids();
        let parts: Vec<Part> = parts
            .iter()
            .map(|(is_optional, places)| Part {
                is_optional: *is_optional,
                host_ids: places.iter().map(|place| ids[*place].clone()).collect(),
            })
            .collect();
        let (lead, id) = (self.hosts[0].viewer.clone(), self.event_type.id.clone());
        rig.write(move |db| teams::set_parts(db, &lead, &id, &parts))
            .await
            .unwrap();
    }
}

/// The team `beratung`.
pub fn team_form() -> TeamForm {
    TeamForm {
        slug: "beratung".to_owned(),
        name: "Beratung".to_owned(),
        description: String::new(),
        zone: "Europe/Berlin".to_owned(),
    }
}

/// A client's wish for `intro` of the team `beratung`.
pub fn team_booking(start: &str) -> NewBooking {
    NewBooking {
        place: Place::of_team(
            Slug::parse("beratung").unwrap(),
            Slug::parse("intro").unwrap(),
        ),
        ..booking("nobody", start)
    }
}

/// Monday to Friday, 9 to 17 in Berlin.
pub fn office_hours() -> Hours {
    Hours {
        zone: chrono_tz::Europe::Berlin,
        weekly: vec![WeeklyHours {
            days: vec![
                Weekday::Mon,
                Weekday::Tue,
                Weekday::Wed,
                Weekday::Thu,
                Weekday::Fri,
            ],
            range: TimeRange::parse("09:00", "17:00").unwrap(),
        }],
        overrides: Vec::new(),
    }
}

/// `first-session`: 50 minutes, every 30, after 12 hours, within 60 days, at a place.
pub fn event_type_form() -> EventTypeForm {
    EventTypeForm {
        slug: "first-session".to_owned(),
        title: "First session".to_owned(),
        description: String::new(),
        schedule_id: None,
        rules: SlotRules {
            durations: vec![50],
            step: 30,
            buffer_before: 0,
            buffer_after: 0,
            buffers_add_up: false,
            minimum_notice: 720,
            window: Window::Rolling { days: 60 },
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

/// A client's wish for `first-session` of `username`.
pub fn booking(username: &str, start: &str) -> NewBooking {
    NewBooking {
        place: Place::of_host(
            Username::parse(username).unwrap(),
            Slug::parse("first-session").unwrap(),
        ),
        start: at(start),
        duration: None,
        name: "Thea Behrend".to_owned(),
        email: "thea@post.example".to_owned(),
        zone: "Europe/Lisbon".to_owned(),
        language: Language::En,
        answers: std::collections::BTreeMap::new(),
        guests: Vec::new(),
        idempotency_key: None,
        wishes: Wishes::default(),
    }
}

/// Some minutes.
pub fn minutes(minutes: i64) -> TimeDelta {
    TimeDelta::minutes(minutes)
}
