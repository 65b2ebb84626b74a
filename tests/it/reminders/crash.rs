//! A power cut around a reminder.

use std::time::{Duration, Instant};

use zeitgenosse::store::StoreError;
use zeitgenosse::store::jobs;

use crate::support::client::Client;
use crate::support::rig::{Rig, at};
use crate::support::server::Server;

/// Waits until nothing is left to do but to look after the second reminder.
async fn wait_until_done(rig: &Rig) {
    let begin = Instant::now();
    loop {
        let next: Result<_, StoreError> = rig.state.store.read(jobs::next_due).await;
        let next = next.unwrap();
        if next == Some(at("2026-01-12T08:00:00Z")) {
            return;
        }
        assert!(begin.elapsed() < Duration::from_secs(60), "{next:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn reminders(rig: &Rig) -> usize {
    let mails = rig.mails();
    mails
        .iter()
        .filter(|(name, _)| name.starts_with("reminder-"))
        .count()
}

#[actix_web::test]
async fn a_reminder_survives_power_cuts_and_goes_out_once() {
    let rig = Rig::new();
    rig.host("mira").await;
    let server = Server::start(&rig.database, "2026-01-08T08:00:00Z");
    let answer = Client::new(0).book(&server.url, at("2026-01-12T09:00:00Z"), None);
    assert_eq!(answer.unwrap().status, 201);
    server.kill();
    assert_eq!(reminders(&rig), 0);

    // Down at the moment itself, up an hour later.
    let server = Server::start(&rig.database, "2026-01-11T10:00:00Z");
    wait_until_done(&rig).await;
    server.kill();
    assert_eq!(reminders(&rig), 1);
    std::fs::remove_dir_all(rig.database.dir.path().join("mail")).unwrap();

    let server = Server::start(&rig.database, "2026-01-11T10:10:00Z");
    wait_until_done(&rig).await;
    server.kill();
    assert_eq!(reminders(&rig), 0, "it left a second time");
}
