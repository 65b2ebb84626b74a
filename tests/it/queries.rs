//! What pages, bookings and the worker ask of the database finds its rows by an index, however
//! many there are.

use std::sync::{Arc, Mutex};

use diesel::Connection;
use diesel::connection::{InstrumentationEvent, SimpleConnection};
use diesel::prelude::*;
use diesel::sql_types::Text;
use zeitgenosse::kernel::finding::Filter;
use zeitgenosse::kernel::insights::{Range, Unit};
use zeitgenosse::kernel::span::Span;
use zeitgenosse::service::bookings::{self, By};
use zeitgenosse::service::finding::{self, Asked};
use zeitgenosse::service::insights::{self, Of};
use zeitgenosse::service::packages::{self, Listing as Packages, PackageForm, SessionsForm};
use zeitgenosse::service::polls::{self, AnswerForm, Choice, Colleagues, PollForm};
use zeitgenosse::service::slots::{self, Wish};
use zeitgenosse::service::{ServiceError, accounts, busy, clients, event_types, hosts, reminders};
use zeitgenosse::store::bookings::Listing;
use zeitgenosse::store::insights::Whose;
use zeitgenosse::store::links::Purpose;
use zeitgenosse::store::{self, Db, jobs};

use crate::support::rig::{Host, Rig, at, booking, minutes};

/// Tables that stay small: one row a setting.
const SMALL: &[&str] = &["settings"];

#[actix_web::test]
async fn every_hot_query_finds_its_rows_by_an_index() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let mut db = Db::open(&rig.database.url).unwrap();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    db.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            log.lock().unwrap().push(query.to_string());
        }
    });

    do_what_is_done_often(&mut db, &rig, &host).unwrap();

    let asked = asked.lock().unwrap().clone();
    let mut statements: Vec<String> = asked.iter().filter_map(|query| statement(query)).collect();
    statements.sort();
    statements.dedup();
    assert!(statements.len() > 20, "the queries were not seen");
    let scanned: Vec<String> = statements
        .iter()
        .flat_map(|statement| scans(&mut db, statement))
        .collect();
    assert!(scanned.is_empty(), "{}", scanned.join("\n"));
}

fn do_what_is_done_often(db: &mut Db, rig: &Rig, host: &Host) -> Result<(), ServiceError> {
    let now = rig.now();
    let links = &rig.state.links;
    let wish = Wish {
        duration: 50,
        except: None,
    };
    let new = booking("mira", "2026-01-12T09:00:00Z");
    let offered = slots::offered(db, &new.place)?;
    slots::next(db, &offered, wish, (now, 3), now)?;
    let booked = bookings::book(db, links, &new, now)?.booking;
    let token = links.token(&booked.id, Purpose::Manage);
    bookings::find_by_link(db, &token)?;
    let (offer, day_before) = (&host.event_type.id, at("2026-01-11T09:00:00Z"));
    reminders::upcoming(db, &booked, now)?;
    reminders::change(
        db,
        &host.viewer,
        offer,
        |plan| plan.reminders.truncate(1),
        now,
    )?;
    reminders::remind(db, &booked.id, day_before)?;
    reminders::find_due(db, (&booked.id, "day"), booked.life.span.start(), now)?;
    reminders::find_tone(db, &host.viewer)?;
    let tuesday = at("2026-01-13T09:00:00Z");
    bookings::reschedule(db, &By::Link(&token), None, tuesday, now)?;
    bookings::cancel(db, &By::Link(&token), None, "", now)?;
    bookings::list_own(
        db,
        &Listing {
            host_id: &host.viewer.person.id,
            from: now,
            to: Some(now + minutes(60)),
            after: Some((now, String::new())),
            with_cancelled: false,
            limit: 50,
        },
    )?;
    ask_by_a_poll(db, rig, host)?;
    sell_a_package(db, rig, host)?;
    let range = Span::new(now, now + minutes(60)).unwrap();
    busy::list(db, &host.viewer, range)?;
    let mira = hosts::find(db, &host.viewer.person.username)?;
    event_types::list_public(db, &mira)?;
    let session = accounts::begin_session(db, &host.viewer.person.id, now)?;
    accounts::session_viewer(db, &session, now)?;
    accounts::token_viewer(db, &host.token)?;
    let asked = Asked {
        filter: Filter::default(),
        language: None,
        price: None,
        zone: None,
        from: None,
        page: 1,
        most: 60,
    };
    finding::find(db, &asked, now)?;
    look_at_clients(db, host, now)?;
    let days = Range::usual(now.date_naive(), Unit::Week);
    insights::count(db, &host.viewer, (&Of::Viewer, days), now)?;
    store::insights::for_each(db, Whose::Everybody, range, |_| {})?;
    store::insights::for_each(db, Whose::Team("t1"), range, |_| {})?;
    store::insights::shares(db, "t1", range)?;
    jobs::next_due(db)?;
    jobs::take(db, now, minutes(5), 8)?;
    Ok(())
}

/// A package from its sale to its end, and all ways to look at it.
fn sell_a_package(db: &mut Db, rig: &Rig, host: &Host) -> Result<(), ServiceError> {
    let (now, links, viewer) = (rig.now(), &rig.state.links, &host.viewer);
    let form = PackageForm {
        event_type_id: host.event_type.id.clone(),
        size: Some(3),
        name: "Thea Behrend".to_owned(),
        email: "thea@post.example".to_owned(),
        last_day: Some("2026-03-31".parse().unwrap()),
        ..PackageForm::default()
    };
    let package = packages::create(db, viewer, links, &form, now)?;
    let token = links.package_token(&package.id);
    let sessions = SessionsForm {
        starts: vec![at("2026-01-14T09:00:00Z"), at("2026-01-15T09:00:00Z")],
        ..SessionsForm::default()
    };
    let booked = packages::book(db, links, &token, &sessions, now)?;
    packages::find_by_link(db, &token, now)?;
    packages::plan(db, &token, &[at("2026-01-16T09:00:00Z")], now)?;
    packages::find_of_booking(db, &booked[0].id)?;
    let listing = Packages {
        count: 30,
        ..Packages::default()
    };
    packages::list_own(db, viewer, listing)?;
    packages::find_own(db, viewer, &package.id, now)?;
    bookings::cancel(db, &By::Host(viewer), Some(&booked[0].id), "", now)?;
    packages::freeze(db, viewer, &package.id, now)?;
    packages::thaw(db, viewer, &package.id, now)?;
    packages::end(db, viewer, &package.id, now).map(drop)
}

/// A poll from the first proposal to the session, and all ways to look at it.
fn ask_by_a_poll(db: &mut Db, rig: &Rig, host: &Host) -> Result<(), ServiceError> {
    let (now, links, viewer) = (rig.now(), &rig.state.links, &host.viewer);
    let form = PollForm {
        title: "Spring meeting".to_owned(),
        event_type_id: host.event_type.id.clone(),
        zone: "Europe/Berlin".to_owned(),
        starts: vec![at("2026-01-19T09:00:00Z")],
        emails: vec!["ruth@post.example".to_owned()],
        deadline: Some(at("2026-01-16T09:00:00Z")),
        holds: true,
        ..PollForm::default()
    };
    let poll = polls::create(db, links, viewer, &form, now)?;
    let poll = polls::replace(db, links, viewer, (&poll.id, &form), now)?;
    let token = links.poll_token(&poll.id);
    let view = polls::find_by_token(db, &token, 0, now)?;
    let answers = AnswerForm {
        name: "Anna".to_owned(),
        votes: [(view.options[0].option.id.clone(), "yes".to_owned())].into(),
        ..AnswerForm::default()
    };
    let anna = polls::answer(db, links, &token, &answers, now)?.participant;
    let own = links.participant_token(&anna.id);
    polls::answer(db, links, &own, &answers, now)?;
    let colleagues = Colleagues {
        hosts: Vec::new(),
        minutes: 50,
        zone: chrono_tz::Europe::Berlin,
        from: now,
    };
    polls::common_free(db, viewer, &colleagues, now)?;
    polls::list_own(db, viewer, Some(&poll.id), 50)?;
    polls::asked(db, viewer)?;
    polls::remind(db, viewer, &poll.id, now)?;
    polls::load_participant(db, &view.silent[0].id, now)?;
    polls::close(db, links, viewer, (&poll.id, &Choice::Best), now)?;
    polls::delete(db, viewer, &poll.id)
}

fn look_at_clients(
    db: &mut Db,
    host: &Host,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), ServiceError> {
    let viewer = &host.viewer;
    let found = clients::search(db, viewer, "thea", (0, 25))?;
    clients::list(db, viewer, "", 50)?;
    let id = &found[0].id;
    let parts = clients::Parts {
        sessions: (0, 20),
        notes: (0, 20),
    };
    clients::add_note(db, viewer, id, "Calm", now)?;
    clients::set_next_step(db, viewer, id, "Call", now)?;
    clients::find(db, viewer, id, parts)?;
    clients::set_notes_kept(db, viewer, 0)?;
    let later = now + minutes(60 * 24 * 400);
    store::answers::delete_due(db, later, 200)?;
    store::clients::forget_due(db, later, 200)?;
    Ok(())
}

/// The statement of a logged query, without its values.
fn statement(query: &str) -> Option<String> {
    let statement = query.split(" -- binds").next()?.trim();
    let reads = ["SELECT", "UPDATE", "DELETE"]
        .iter()
        .any(|verb| statement.starts_with(verb));
    // An empty list of ids asks for nothing.
    (reads && !statement.contains("(1=0)")).then(|| statement.to_owned())
}

#[derive(QueryableByName)]
struct SqliteStep {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[derive(QueryableByName)]
struct PgStep {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    step: String,
}

/// The steps of a statement's plan that read a whole table.
fn scans(db: &mut Db, statement: &str) -> Vec<String> {
    let steps: Vec<String> = match db {
        Db::Sqlite(connection) => diesel::sql_query(format!("EXPLAIN QUERY PLAN {statement}"))
            .load::<SqliteStep>(connection)
            .unwrap()
            .into_iter()
            .map(|step| step.detail)
            .filter(|step| step.starts_with("SCAN ") && !step.contains("USING"))
            .collect(),
        Db::Pg(connection) => {
            // So small a table would always be read whole; where an index can be used, it is now.
            let count = (1..=99)
                .take_while(|n| statement.contains(&format!("${n}")))
                .count();
            let values = vec!["NULL"; count].join(", ");
            let values = if count == 0 {
                values
            } else {
                format!("({values})")
            };
            connection
                .batch_execute(&format!(
                    "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; \
                     PREPARE asked AS {statement}"
                ))
                .unwrap();
            let steps = diesel::sql_query(format!("EXPLAIN EXECUTE asked{values}"))
                .load::<PgStep>(connection)
                .unwrap();
            connection.batch_execute("DEALLOCATE asked").unwrap();
            steps
                .into_iter()
                .map(|step| step.step)
                .filter(|step| step.contains("Seq Scan"))
                .collect()
        }
    };
    steps
        .into_iter()
        .filter(|step| !SMALL.iter().any(|table| step.contains(table)))
        .map(|step| format!("{step}: {statement}"))
        .collect()
}
