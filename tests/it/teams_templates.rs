//! Templates: a team's event types from which members have their own.

use std::collections::BTreeSet;

use serde_json::json;
use zeitgenosse::kernel::event_type::EventType;
use zeitgenosse::kernel::people::Username;
use zeitgenosse::kernel::policy::Policy;
use zeitgenosse::service::event_types::{self, EventTypeForm, Means};
use zeitgenosse::service::templates::{self, Lock, Locks};
use zeitgenosse::service::{ServiceError, Viewer, policy, teams};

use crate::api::{self, with_token};
use crate::desk::{get, post, signed_in};
use crate::support::rig::{Rig, TestTeam};

fn locks(locks: &[Lock]) -> Locks {
    Locks(locks.iter().copied().collect::<BTreeSet<_>>())
}

async fn set(rig: &Rig, team: &TestTeam, locks: Option<Locks>) {
    let (lead, id, now) = (
        team.hosts[0].viewer.clone(),
        team.event_type.id.clone(),
        rig.now(),
    );
    rig.write(move |db| templates::set(db, &lead, &id, locks.as_ref(), now))
        .await
        .unwrap();
}

async fn give(rig: &Rig, team: &TestTeam, host: &str) -> Result<EventType, ServiceError> {
    let (lead, id, now) = (
        team.hosts[0].viewer.clone(),
        team.event_type.id.clone(),
        rig.now(),
    );
    let host = Username::parse(host).unwrap();
    rig.write(move |db| templates::give(db, &lead, (&id, &host), now))
        .await
}

fn form_of(event_type: &EventType) -> EventTypeForm {
    let event_type = event_type.clone();
    EventTypeForm {
        slug: event_type.slug.to_string(),
        title: event_type.title,
        description: event_type.description,
        schedule_id: None,
        rules: event_type.rules,
        needs_approval: event_type.needs_approval,
        location: event_type.location,
        questions: event_type.questions,
        visibility: event_type.visibility,
    }
}

async fn replace(
    rig: &Rig,
    viewer: &Viewer,
    of: &EventType,
    change: impl FnOnce(&mut EventTypeForm),
) -> Result<EventType, ServiceError> {
    let (viewer, id, state) = (viewer.clone(), of.id.clone(), rig.state.clone());
    let mut form = form_of(of);
    change(&mut form);
    rig.write(move |db| {
        let means = Means {
            rooms: &state.rooms,
            texts: &state.texts,
        };
        event_types::replace(db, &viewer, &means, &id, form)
    })
    .await
}

async fn find(rig: &Rig, viewer: &Viewer, id: &str) -> EventType {
    let (viewer, id) = (viewer.clone(), id.to_owned());
    rig.write(move |db| event_types::find(db, &viewer, &id))
        .await
        .unwrap()
}

#[actix_web::test]
async fn what_a_template_decides_follows_it_and_the_rest_is_the_member_s() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jonas"]).await;
    let (lead, jonas) = (&team.hosts[0].viewer, &team.hosts[1].viewer);
    set(&rig, &team, Some(locks(&[Lock::Texts, Lock::Policy]))).await;
    let copy = give(&rig, &team, "jonas").await.unwrap();

    let own = replace(&rig, jonas, &copy, |form| form.rules.buffer_after = 25)
        .await
        .unwrap();
    let refused = replace(&rig, jonas, &own, |form| form.title = "Mine".to_owned()).await;
    replace(&rig, lead, &team.event_type, |form| {
        form.title = "First talk".to_owned();
        form.rules.buffer_after = 5;
    })
    .await
    .unwrap();
    let strict = Policy {
        most_moves: Some(1),
        ..Policy::default()
    };
    let (by, id) = (lead.clone(), team.event_type.id.clone());
    rig.write(move |db| policy::update(db, &by, &id, &strict))
        .await
        .unwrap();
    let (by, id) = (jonas.clone(), copy.id.clone());
    let followed = rig.write(move |db| policy::find(db, &id)).await.unwrap();
    let id = copy.id.clone();
    let own_policy = rig
        .write(move |db| policy::update(db, &by, &id, &Policy::default()))
        .await;

    let now = find(&rig, jonas, &copy.id).await;
    assert_eq!(
        (now.title.as_str(), now.rules.buffer_after),
        ("First talk", 25)
    );
    assert_eq!(now.host_id(), Some(jonas.person.id.as_str()));
    assert!(matches!(&refused, Err(ServiceError::Invalid(fields)) if fields[0].field == "title"));
    assert_eq!(followed.most_moves, Some(1));
    assert!(matches!(own_policy, Err(ServiceError::Forbidden)));
}

#[actix_web::test]
async fn a_copy_stands_on_its_own_when_it_is_released_or_its_host_leaves_or_the_template_ends() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jonas", "luis", "nora"]).await;
    let lead = team.hosts[0].viewer.clone();
    set(&rig, &team, Some(locks(&[Lock::Texts]))).await;
    let mut copies = Vec::new();
    for host in ["jonas", "luis", "nora"] {
        copies.push(give(&rig, &team, host).await.unwrap());
    }
    assert!(matches!(
        give(&rig, &team, "luis").await,
        Err(ServiceError::Invalid(_))
    ));
    assert!(matches!(
        give(&rig, &team, "nobody").await,
        Err(ServiceError::Invalid(_))
    ));

    let (by, id, copy) = (
        lead.clone(),
        team.event_type.id.clone(),
        copies[0].id.clone(),
    );
    rig.write(move |db| templates::release(db, &by, &id, &copy))
        .await
        .unwrap();
    let (by, id) = (lead.clone(), team.team.id.clone());
    let luis = Username::parse("luis").unwrap();
    rig.write(move |db| teams::remove_member(db, &by, &id, &luis))
        .await
        .unwrap();
    let still_bound = replace(&rig, &team.hosts[3].viewer, &copies[2], |form| {
        form.title = "Mine".to_owned();
    })
    .await;
    set(&rig, &team, None).await;

    assert!(matches!(still_bound, Err(ServiceError::Invalid(_))));
    for (host, copy) in team.hosts[1..].iter().zip(&copies) {
        let own = replace(&rig, &host.viewer, copy, |form| {
            form.title = "Mine".to_owned()
        })
        .await;
        assert_eq!(own.unwrap().title, "Mine");
    }
}

#[actix_web::test]
async fn only_who_leads_the_team_decides_and_only_about_its_own() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jonas"]).await;
    let other = rig.host("nora").await;
    let (lead, now) = (team.hosts[0].viewer.clone(), rig.now());
    let ask = async |viewer: &Viewer, id: &str| {
        let (viewer, id) = (viewer.clone(), id.to_owned());
        rig.write(move |db| templates::set(db, &viewer, &id, Some(&Locks::default()), now))
            .await
    };

    let id = &team.event_type.id;
    let by_member = ask(&team.hosts[1].viewer, id).await;
    let by_other = ask(&other.viewer, id).await;
    let own = ask(&lead, &team.hosts[0].event_type.id).await;

    assert!(matches!(by_member, Err(ServiceError::Forbidden)));
    assert!(matches!(by_other, Err(ServiceError::NotFound)));
    assert!(matches!(own, Err(ServiceError::NotFound)));
}

#[actix_web::test]
async fn at_the_desk_a_member_sees_what_is_fixed_and_saves_the_rest() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jonas"]).await;
    let lead = signed_in(&rig, &team.hosts[0].viewer).await;
    let path = format!("/desk/event-types/{}/template", team.event_type.id);
    post(
        &rig,
        &path,
        &[("locks", "texts"), ("locks", "questions")],
        &lead,
    )
    .await;
    post(&rig, &format!("{path}/copies"), &[("host", "jonas")], &lead).await;
    let (_, page) = get(&rig, &path, &lead).await;
    let (id, jonas) = (team.event_type.id.clone(), team.hosts[0].viewer.clone());
    let template = rig
        .write(move |db| templates::find(db, &jonas, &id))
        .await
        .unwrap();
    let copy = &template.copies[0].0;

    let jonas = signed_in(&rig, &team.hosts[1].viewer).await;
    let own = format!("/desk/event-types/{}", copy.id);
    let (_, form) = get(&rig, &own, &jonas).await;
    // A browser does not send what is disabled.
    let typed = [
        ("slug", "mine"),
        ("durations", "40"),
        ("step", "20"),
        ("buffer_before", "0"),
        ("buffer_after", "0"),
        ("notice", "1"),
        ("notice_unit", "hours"),
        ("window", "open"),
        ("location", "phone"),
        ("phone", "0431 123"),
        ("visibility", "public"),
        ("do", "save"),
    ];
    let saved = post(&rig, &own, &typed, &jonas).await;
    let now = find(&rig, &team.hosts[1].viewer, &copy.id).await;

    assert!(page.contains("jonas"), "{page}");
    assert!(form.contains("name=\"title\" type=\"text\"") && form.contains("disabled"));
    assert_eq!(saved.status(), 303);
    assert_eq!((&now.title, now.rules.durations), (&copy.title, vec![40]));
}

#[actix_web::test]
async fn the_api_does_the_same() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jonas"]).await;
    let lead = &team.hosts[0];
    let path = format!("/api/v1/me/event-types/{}/template", team.event_type.id);
    let put = |body: serde_json::Value| {
        let request = actix_web::test::TestRequest::put()
            .uri(&path)
            .set_json(body);
        with_token(lead, request)
    };

    let wrong = api::ask(&rig, put(json!({"locks": ["colour"]}))).await;
    let made = api::ask(&rig, put(json!({"locks": ["time", "price"]}))).await;
    let body = json!({"host": "jonas"});
    let request = api::post(&format!("{path}/copies"), &body);
    let given = api::ask(&rig, with_token(lead, request)).await;

    assert_eq!((wrong.0, made.0, given.0), (422, 200, 201));
    assert_eq!(made.1["locks"], json!(["time", "price"]));
    assert_eq!(given.1["copies"][0]["host"], "jonas");
}
