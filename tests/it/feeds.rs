//! Sessions as other calendars ask for them.

use actix_web::test::{TestRequest, read_body};
use zeitgenosse::service::bookings::{self, By};
use zeitgenosse::service::feeds::{self, Feed, FeedDetail};
use zeitgenosse::service::{ServiceError, teams};

use crate::desk::{get, post, signed_in};
use crate::peers;
use crate::support::rig::{Host, Rig, at, booking, minutes, team_booking};

async fn feed(rig: &Rig, host: &Host, team: Option<&str>, detail: FeedDetail) -> Feed {
    make(rig, host, team, detail).await.unwrap()
}

async fn make(
    rig: &Rig,
    host: &Host,
    team: Option<&str>,
    detail: FeedDetail,
) -> Result<Feed, ServiceError> {
    let (viewer, now) = (host.viewer.clone(), rig.now());
    let (links, team) = (rig.state.links.clone(), team.map(str::to_owned));
    rig.write(move |db| feeds::create(db, &viewer, &links, (team.as_deref(), detail), now))
        .await
}

fn path(rig: &Rig, feed: &Feed) -> String {
    format!("/feeds/{}.ics", rig.state.links.feed_token(&feed.id))
}

async fn read(rig: &Rig, feed: &Feed) -> String {
    let (status, text) = rig.call(TestRequest::get().uri(&path(rig, feed))).await;
    assert_eq!(status, 200);
    // Unfolded, so that it can be searched.
    text.replace("\r\n ", "")
}

#[actix_web::test]
async fn a_feed_tells_as_much_as_its_host_chose() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let booked = rig
        .book(booking("mira", "2026-01-12T09:00:00Z"))
        .await
        .unwrap();
    let names = read(&rig, &feed(&rig, &host, None, FeedDetail::Names).await).await;
    let sessions = read(&rig, &feed(&rig, &host, None, FeedDetail::Sessions).await).await;
    let busy = read(&rig, &feed(&rig, &host, None, FeedDetail::Busy).await).await;

    for text in [&names, &sessions, &busy] {
        let uid = format!("UID:{}@127.0.0.1", booked.booking.id);
        assert!(text.contains(&uid) && text.contains("TZID=Europe/Berlin:20260112T100000"));
        assert!(text.contains("X-PUBLISHED-TTL:PT15M") && text.contains("BEGIN:VTIMEZONE"));
    }
    assert!(names.contains("Thea Behrend") && names.contains("Am Zollhafen 3"));
    assert!(sessions.contains("First session") && sessions.contains("Am Zollhafen 3"));
    assert!(busy.contains("SUMMARY:Belegt"));
    for text in [sessions, busy] {
        assert!(!text.contains("Thea") && !text.contains("thea@"), "{text}");
    }
}

#[actix_web::test]
async fn another_program_reads_the_same_times() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    for start in ["2026-01-12T09:00:00Z", "2026-03-09T09:00:00Z"] {
        rig.book(booking("mira", start)).await.unwrap();
    }
    let feed = feed(&rig, &host, None, FeedDetail::Names).await;
    let (_, text) = rig.call(TestRequest::get().uri(&path(&rig, &feed))).await;

    let (from, to) = (at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
    let asked = serde_json::json!([
        {"text": text, "from": from.timestamp(), "to": to.timestamp()}
    ]);
    let spans = |start: &str| {
        let start = at(start).timestamp();
        [start, start + 50 * 60]
    };
    assert_eq!(
        peers::expand(&asked),
        serde_json::json!([[spans("2026-01-12T09:00:00Z"), spans("2026-03-09T09:00:00Z")]])
    );
}

#[actix_web::test]
async fn what_is_known_is_not_sent_again() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let booked = rig
        .book(booking("mira", "2026-01-12T09:00:00Z"))
        .await
        .unwrap();
    let feed = feed(&rig, &host, None, FeedDetail::Names).await;
    let ask = |name: &'static str, value: String| {
        let request = TestRequest::get().uri(&path(&rig, &feed));
        rig.send(request.insert_header((name, value)))
    };
    let first = rig.send(TestRequest::get().uri(&path(&rig, &feed))).await;
    let field = |name| {
        first
            .headers()
            .get(name)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    };
    let (etag, date) = (field("etag"), field("last-modified"));

    let same = ask("If-None-Match", format!("\"other\", W/{etag}")).await;
    assert_eq!(
        (
            same.status().as_u16(),
            same.headers().get("etag").unwrap().to_str().unwrap()
        ),
        (304, etag.as_str())
    );
    assert!(read_body(same).await.is_empty());
    assert_eq!(ask("If-Modified-Since", date).await.status(), 304);

    rig.clock.advance(minutes(5));
    let (viewer, now) = (host.viewer.clone(), rig.now());
    let id = booked.booking.id;
    rig.write(move |db| bookings::cancel(db, &By::Host(&viewer), Some(&id), "", now))
        .await
        .unwrap();
    let changed = ask("If-None-Match", etag).await;
    assert_eq!(changed.status(), 200);
    let text = String::from_utf8(read_body(changed).await.to_vec()).unwrap();
    assert!(
        text.contains("STATUS:CANCELLED") && text.contains("SEQUENCE:1"),
        "{text}"
    );

    rig.clock.advance(chrono::TimeDelta::days(40));
    assert!(
        !read(&rig, &feed).await.contains("VEVENT"),
        "it is long gone"
    );
}

#[actix_web::test]
async fn a_feed_ends_when_it_is_revoked() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let made = post(&rig, "/desk/calendars/feeds", &[("of", "busy ")], &cookie).await;
    assert_eq!(made.status(), 303);
    let (_, page) = get(&rig, "/desk/calendars?lang=en", &cookie).await;
    assert!(page.contains("Free and busy only") && page.contains("Never fetched yet."));
    let link = page
        .split("/feeds/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let link = format!("/feeds/{link}");

    assert_eq!(rig.call(TestRequest::get().uri(&link)).await.0, 200);
    let (_, page) = get(&rig, "/desk/calendars?lang=en", &cookie).await;
    assert!(page.contains("Last fetched just now."), "{page}");
    let revoke = page.split("/desk/calendars/feeds/").nth(1).unwrap();
    let revoke = revoke.split(['?', '"']).next().unwrap();
    post(
        &rig,
        &format!("/desk/calendars/feeds/{revoke}"),
        &[],
        &cookie,
    )
    .await;

    assert_eq!(rig.call(TestRequest::get().uri(&link)).await.0, 404);
    assert_eq!(
        rig.call(TestRequest::get().uri("/feeds/nonsense.ics"))
            .await
            .0,
        404
    );
}

#[actix_web::test]
async fn a_teams_feed_names_its_hosts_and_no_client() {
    let rig = Rig::new();
    let team = rig.team(&["mira", "jonas"]).await;
    rig.book(team_booking("2026-01-12T09:00:00Z"))
        .await
        .unwrap();
    let id = team.team.id.as_str();
    let jonas = &team.hosts[1];

    let refused = make(&rig, jonas, Some(id), FeedDetail::Names).await;
    assert!(
        matches!(refused, Err(ServiceError::Invalid(_))),
        "clients are not the team's"
    );
    let other = rig.host("selma").await;
    let refused = make(&rig, &other, Some(id), FeedDetail::Busy).await;
    assert!(matches!(refused, Err(ServiceError::NotFound)));

    let feed = feed(&rig, jonas, Some(id), FeedDetail::Sessions).await;
    let text = read(&rig, &feed).await;
    assert!(
        text.contains("of the tests") && !text.contains("Thea"),
        "{text}"
    );
    assert!(text.contains("X-WR-CALNAME:Beratung"));

    let (lead, team_id) = (team.hosts[0].viewer.clone(), team.team.id.clone());
    let leaving = jonas.viewer.person.username.clone();
    rig.write(move |db| teams::remove_member(db, &lead, &team_id, &leaving))
        .await
        .unwrap();
    let (status, _) = rig.call(TestRequest::get().uri(&path(&rig, &feed))).await;
    assert_eq!(status, 404, "who left sees no more of it");
}
