//! What several hosts offer together, over the network. Every request is another one, so that no
//! answer is one that was kept.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Datelike, Months, TimeDelta, Utc};
use zeitgenosse::config::Config;
use zeitgenosse::kernel::clock::{Clock, SystemClock};
use zeitgenosse::kernel::people::{Person, Username};
use zeitgenosse::kernel::span::Span;
use zeitgenosse::kernel::team::{Part, Role};
use zeitgenosse::server;
use zeitgenosse::service::event_types::{self, Means};
use zeitgenosse::service::teams::{self, MemberForm, TeamForm};
use zeitgenosse::service::{Db, ServiceError, Viewer};
use zeitgenosse::store::{busy, people};

use super::client::Connection;
use super::data::{self, Amount, Data};
use super::servers::Product;
use super::{Row, row};

/// How many hosts there are.
const HOSTS: usize = 100;
/// Who of them holds a session together.
const TOGETHER: usize = 10;
/// Busy times of each.
const BUSY: i64 = 10_000;
/// How often each is asked.
const TIMES: u32 = 200;

/// A hundred hosts who share an offer by turns, ten of whom hold another one together.
pub fn fill(folder: &std::path::Path) -> Data {
    let amount = Amount {
        hosts: HOSTS,
        bookings: 0,
        busy: 0,
    };
    let data = data::fill(folder, None, amount);
    let config = Config {
        data_dir: folder.to_owned(),
        ..Config::default()
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let state = server::open(config, Arc::new(SystemClock), "http://127.0.0.1:8080");
    let state = state.unwrap();
    let now = state.clock.now();
    runtime.block_on(async {
        for number in 0..HOSTS {
            let write = state.store.write(move |db| keep_busy(db, number, now));
            write.await.unwrap();
        }
        let (rooms, texts) = (Arc::clone(&state.rooms), Arc::clone(&state.texts));
        let write = state.store.write(move |db| {
            let means = Means {
                rooms: &rooms,
                texts: &texts,
            };
            share(db, &means, now)
        });
        write.await.unwrap();
    });
    data
}

fn host(db: &mut Db, number: usize) -> Result<Person, ServiceError> {
    let username = Username::parse(&format!("host{number}")).unwrap();
    Ok(people::find_by_username(db, &username)?)
}

/// Three quarters of it lie behind.
fn keep_busy(db: &mut Db, number: usize, now: DateTime<Utc>) -> Result<(), ServiceError> {
    let person = host(db, number)?;
    let offset = TimeDelta::minutes(7 * i64::try_from(number).unwrap_or(0));
    let times = (0..BUSY).filter_map(|place| {
        let start = now + offset + TimeDelta::hours(7 * (place - BUSY * 3 / 4));
        let span = Span::new(start, start + TimeDelta::minutes(90))?;
        Some((span, String::new()))
    });
    let source = format!("bench:{number}");
    busy::replace(db, (&person.id, &source), times.collect())?;
    Ok(())
}

fn share(db: &mut Db, means: &Means, now: DateTime<Utc>) -> Result<(), ServiceError> {
    let mut members = Vec::new();
    for number in 0..HOSTS {
        members.push(host(db, number)?);
    }
    let lead = Viewer {
        person: members[0].clone(),
    };
    let form = TeamForm {
        slug: "beratung".to_owned(),
        name: "Beratung".to_owned(),
        description: String::new(),
        zone: "Europe/Berlin".to_owned(),
    };
    let team = teams::create(db, &lead, &form, now)?;
    for member in &members[1..] {
        let form = MemberForm {
            username: member.username.clone(),
            role: Role::Member,
            weight: 1,
        };
        teams::set_member(db, &lead, &team.id, &form, now)?;
    }
    let ids: Vec<String> = members.iter().map(|member| member.id.clone()).collect();
    let part = |ids: &[String]| Part {
        is_optional: false,
        host_ids: ids.to_vec(),
    };
    let parts = [
        ("turns", vec![part(&ids)]),
        ("together", ids[..TOGETHER].chunks(1).map(part).collect()),
    ];
    for (slug, parts) in &parts {
        let form = data::form(slug, 50, None);
        let event_type =
            event_types::create_for_team(db, &lead, means, (team.id.as_str(), form), now)?;
        teams::set_parts(db, &lead, &event_type.id, parts)?;
    }
    Ok(())
}

/// The month of a collective and of a round robin, and the next free time among all coaches.
pub fn measure(product: &Product) -> Vec<Row> {
    let first = SystemClock.now().date_naive().with_day(1).unwrap() + Months::new(1);
    let month = |slug: &'static str| {
        move |number: u32| {
            let from = first + TimeDelta::days(i64::from(number % 50));
            let to = from + TimeDelta::days(30 - i64::from(number / 50));
            format!(
                "/api/v1/teams/beratung/event-types/{slug}/slots\
                 ?from={from}&to={to}&zone=Europe/Berlin&duration=50"
            )
        }
    };
    let next = |number: u32| {
        let from =
            first.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(number.into());
        format!("/api/v1/find?from={}", from.format("%Y-%m-%dT%H:%M:%SZ"))
    };
    vec![
        timed(
            product,
            "month of a collective of 10, over HTTP",
            month("together"),
            "p50 < 5 ms",
        ),
        timed(
            product,
            "month of a round robin of 100, over HTTP",
            month("turns"),
            "p50 < 20 ms",
        ),
        timed(
            product,
            "next free time among 50 coaches",
            next,
            "p95 < 30 ms",
        ),
    ]
}

fn timed(product: &Product, what: &str, path: impl Fn(u32) -> String, target: &str) -> Row {
    let mut connection = Connection::open(&product.address).unwrap();
    let mut times = Vec::new();
    for number in 0..TIMES {
        let begun = Instant::now();
        let answer = connection.get(&path(number), &[]).unwrap();
        times.push(begun.elapsed());
        if answer.status != 200 {
            return row(what, format!("not served: {}", answer.status), target);
        }
    }
    times.sort_unstable();
    let share = |percent: usize| milliseconds(times[(times.len() - 1) * percent / 100]);
    row(
        what,
        format!("p50 {:.1} ms, p95 {:.1} ms", share(50), share(95)),
        target,
    )
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
