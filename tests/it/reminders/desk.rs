//! The desk of reminders.

use zeitgenosse::kernel::reminder::{Occasion, Plan};
use zeitgenosse::service::reminders;

use super::{MONDAY, choose, reminder};
use crate::desk::{get, post, signed_in};
use crate::pages::{location, read};
use crate::support::rig::{Host, Rig, booking};

const HALF_AN_HOUR: &[(&str, &str)] = &[
    ("do", "save"),
    ("occasion", "before"),
    ("number", "30"),
    ("unit", "minutes"),
    ("to", "both"),
    ("de.subject", ""),
    (
        "de.body",
        "Bis gleich, {name}. {{Tee}} ist da.\n{when}\n{door}",
    ),
    ("en.subject", ""),
    ("en.body", ""),
];

/// The same with other values.
fn typed<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = HALF_AN_HOUR
        .iter()
        .filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name))
        .copied();
    other.iter().copied().chain(kept).collect()
}

fn path(host: &Host) -> String {
    format!("/desk/event-types/{}/reminders", host.event_type.id)
}

async fn plan(rig: &Rig, host: &Host) -> Plan {
    let (viewer, id) = (host.viewer.clone(), host.event_type.id.clone());
    rig.write(move |db| reminders::find(db, &viewer, &id))
        .await
        .unwrap()
}

#[actix_web::test]
async fn the_standard_is_shown_and_one_more_is_added() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = path(&host);

    let (_, before) = get(&rig, &path, &cookie).await;
    let saved = post(&rig, &format!("{path}/new"), HALF_AN_HOUR, &cookie).await;
    let (_, after) = get(&rig, &path, &cookie).await;

    assert!(
        before.contains("24\u{a0}Stunden vor dem Beginn"),
        "{before}"
    );
    assert!(before.contains("60\u{a0}Minuten vor dem Beginn"));
    assert!(before.contains("So ist es üblich"));
    assert_eq!(location(&saved), format!("{path}?done=reminders"));
    assert!(after.contains("30\u{a0}Minuten vor dem Beginn") && after.contains("Eigener Text"));
    let plan = plan(&rig, &host).await;
    assert_eq!(plan.reminders.len(), 3);
    assert_eq!(plan.reminders[0].id, "day");
}

#[actix_web::test]
async fn reminders_are_edited_reordered_and_removed_until_none_is_left() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = path(&host);

    post(&rig, &path, &[("do", "up-hour")], &cookie).await;
    assert_eq!(plan(&rig, &host).await.reminders[0].id, "hour");
    post(&rig, &path, &[("do", "down-hour")], &cookie).await;
    assert!(plan(&rig, &host).await.is_standard);
    let (_, form) = get(&rig, &format!("{path}/day"), &cookie).await;
    assert!(form.contains("value=\"24\"") && form.contains("value=\"hours\" selected"));
    post(&rig, &format!("{path}/day"), HALF_AN_HOUR, &cookie).await;
    let edited = plan(&rig, &host).await;
    assert_eq!(edited.reminders[0].id, "day");
    assert_eq!(
        edited.reminders[0].occasion,
        Occasion::Before { minutes: 30 }
    );
    for button in [
        "remove-day",
        "remove-hour",
        "remove-nothing",
        "nonsense",
        "",
    ] {
        post(&rig, &path, &[("do", button)], &cookie).await;
    }

    let (_, empty) = get(&rig, &path, &cookie).await;
    assert!(empty.contains("geht keine Erinnerung raus"), "{empty}");
    let back = post(&rig, &path, &[("do", "standard")], &cookie).await;
    assert_eq!(location(&back), format!("{path}?done=reminders-standard"));
    assert!(plan(&rig, &host).await.is_standard);
}

#[actix_web::test]
async fn a_preview_shows_both_languages_and_saves_nothing() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let new = format!("{}/new", path(&host));

    let fields = typed(&[("do", "preview"), ("de.subject", "Bald: {when} <b>")]);
    let (status, page) = read(post(&rig, &new, &fields, &cookie).await).await;

    assert_eq!(status, 200);
    assert!(
        page.contains("Bis gleich, Thea Behrend. {Tee} ist da."),
        "{page}"
    );
    // In a week, at ten in the zone of the reader.
    assert!(page.contains("Bald: Donnerstag, 15.\u{a0}Januar, 10:00\u{a0}Uhr &#60;b&#62;"));
    assert!(page.contains("Your session is coming up: First session with mira of the tests."));
    assert!(page.contains("Noch nicht gespeichert"));
    assert!(plan(&rig, &host).await.is_standard);
}

#[actix_web::test]
async fn the_standard_words_can_be_taken_as_a_beginning() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let new = format!("{}/new", path(&host));

    let (status, page) = read(post(&rig, &new, &typed(&[("do", "fill")]), &cookie).await).await;

    assert_eq!(status, 200);
    assert!(page.contains("Bis gleich, {name}."), "what was typed stays");
    assert!(page.contains("value=\"Zur Erinnerung: {when}\""), "{page}");
    assert!(page.contains("Your session is coming up: {title} with {host}.\n{when}\n{door}\n"));
}

#[actix_web::test]
async fn what_is_wrong_is_said_at_its_field_with_the_placeholders_that_exist() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let new = format!("{}/new", path(&host));
    let long = "x".repeat(3_001);

    for (button, name, value, id) in [
        ("save", "de.body", "Hallo {vorname}", "de-body"),
        ("preview", "de.body", "Hallo {vorname}", "de-body"),
        ("save", "en.subject", "{", "en-subject"),
        ("save", "en.body", long.as_str(), "en-body"),
        ("save", "number", "0", "number"),
        ("save", "number", "-1", "number"),
        ("save", "number", "soon", "number"),
        ("save", "number", "999999", "number"),
        ("save", "number", "", "number"),
    ] {
        let fields = typed(&[("do", button), (name, value)]);
        let (status, page) = read(post(&rig, &new, &fields, &cookie).await).await;
        assert_eq!(status, 422, "{name}={value}");
        assert!(
            page.contains(&format!("id=\"{id}-error\"")),
            "{name}={value}"
        );
        if value == "Hallo {vorname}" {
            assert!(page.contains("Es gibt: {name}, {host}, {title}"), "{page}");
            assert!(page.contains(value), "what was typed is lost");
        }
    }
    assert!(plan(&rig, &host).await.is_standard);
}

#[actix_web::test]
async fn the_form_of_address_is_chosen_for_one_offer_and_for_all() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let cookie = signed_in(&rig, &host.viewer).await;
    let path = path(&host);
    let preview = typed(&[("do", "preview"), ("de.body", "")]);
    let new = format!("{path}/new");

    for (here, everywhere, words) in [
        ("", "neutral", "der Termin rückt näher"),
        ("", "du", "dein Termin rückt näher"),
        ("sie", "du", "Ihr Termin rückt näher"),
    ] {
        let fields = [("do", "tone"), ("tone", here), ("host_tone", everywhere)];
        post(&rig, &path, &fields, &cookie).await;
        let (_, page) = read(post(&rig, &new, &preview, &cookie).await).await;
        assert!(page.contains(words), "{here} {everywhere}");
    }
    let (_, list) = get(&rig, &path, &cookie).await;
    assert!(list.contains("Wie in allen: du"), "{list}");
}

#[actix_web::test]
async fn the_page_of_a_booking_says_which_reminders_are_still_to_go_out() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let id = rig.book(booking("mira", MONDAY)).await.unwrap().booking.id;
    let cookie = signed_in(&rig, &host.viewer).await;
    let page = format!("/desk/bookings/{id}");

    let (_, standard) = get(&rig, &page, &cookie).await;
    choose(&rig, &host, vec![reminder(Occasion::After { minutes: 60 })]).await;
    let (_, follow_up) = get(&rig, &page, &cookie).await;
    choose(&rig, &host, Vec::new()).await;
    let (_, nothing) = get(&rig, &page, &cookie).await;

    assert!(
        standard.contains("Sonntag, 11.\u{a0}Januar, 10:00\u{a0}Uhr"),
        "{standard}"
    );
    assert!(
        standard.contains("datetime=\"2026-01-12T08:00:00Z\""),
        "{standard}"
    );
    assert!(
        follow_up.contains("datetime=\"2026-01-12T10:50:00Z\""),
        "{follow_up}"
    );
    assert!(!nothing.contains("Erinnerungen"));
}

#[actix_web::test]
async fn nobody_sees_or_changes_the_reminders_of_somebody_else() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let stranger = rig.host("noor").await;
    let cookie = signed_in(&rig, &stranger.viewer).await;
    let path = path(&host);

    for page in [path.clone(), format!("{path}/new"), format!("{path}/day")] {
        assert_eq!(get(&rig, &page, &cookie).await.0, 404, "{page}");
        let (status, _) = read(post(&rig, &page, HALF_AN_HOUR, &cookie).await).await;
        assert_eq!(status, 404, "{page}");
    }
    let own = format!(
        "/desk/event-types/{}/reminders/gone",
        stranger.event_type.id
    );
    assert_eq!(get(&rig, &own, &cookie).await.0, 404);
}
