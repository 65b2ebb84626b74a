//! The doctor, on an instance that is well and on some that are not.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use serde_json::Value;

use crate::support::rig::Rig;

/// Runs `check --json` on a data folder; whether it succeeded, and verdict and text by part.
fn check(rig: &Rig, settings: &[(&str, &str)]) -> (bool, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_zeitgenosse"))
        .args(["check", "--json", "--data-dir"])
        .arg(rig.database.dir.path())
        .env("ZEITGENOSSE_DATABASE_URL", &rig.database.url)
        .envs(settings.iter().copied())
        .current_dir(rig.database.dir.path())
        .output()
        .unwrap();
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let by_part = rows
        .into_iter()
        .map(|row| (row["part"].as_str().unwrap().to_owned(), row))
        .collect();
    (output.status.success(), Value::Object(by_part))
}

#[test]
fn an_instance_that_was_started_is_well() {
    let rig = Rig::new();

    let (is_well, found) = check(&rig, &[]);

    assert!(is_well, "{found}");
    assert_eq!(found["database"]["verdict"], "ok");
    assert_eq!(found["jobs"]["verdict"], "ok");
    assert_eq!(found["clock"]["verdict"], "ok");
    assert_eq!(found["mail"]["verdict"], "warn");
    assert_eq!(found["address"]["verdict"], "warn");
    assert_eq!(found["federation"]["verdict"], "warn");
}

#[test]
fn federation_wants_an_address_that_is_encrypted_or_to_be_off() {
    let address = |url: &'static str| [("ZEITGENOSSE_BASE_URL", url)];
    let off = [("ZEITGENOSSE_FEDERATION__MODE", "off")];
    let rig = Rig::new();
    for (settings, verdict) in [
        (address("https://localhost"), "ok"),
        (address("http://localhost"), "warn"),
        (off, "ok"),
    ] {
        let (_, found) = check(&rig, &settings);
        assert_eq!(found["federation"]["verdict"], verdict, "{found}");
    }
}

#[test]
fn an_unknown_setting_is_named() {
    let (is_well, found) = check(&Rig::new(), &[("ZEITGENOSSE_COLOUR", "red")]);

    assert!(!is_well);
    let text = found["configuration"]["text"].as_str().unwrap();
    assert!(text.contains("colour"), "{text}");
}

#[test]
fn a_mail_server_that_does_not_answer_is_a_failure() {
    let settings = [("ZEITGENOSSE_MAIL__SMTP_URL", "smtp://127.0.0.1:1")];

    let (is_well, found) = check(&Rig::new(), &settings);

    assert!(!is_well);
    assert_eq!(found["mail"]["verdict"], "fail");
}

#[test]
fn a_secret_that_others_may_read_is_a_failure() {
    let rig = Rig::new();
    let secret = rig.database.dir.path().join("secret.key");
    std::fs::write(&secret, "x".repeat(48)).unwrap();
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o644)).unwrap();

    let (is_well, found) = check(&rig, &[]);

    assert!(!is_well);
    assert_eq!(found["secret"]["verdict"], "fail");
}

#[test]
fn an_address_without_encryption_and_a_name_that_is_not_found_are_told_apart() {
    let rig = Rig::new();

    let (_, loopback) = check(&rig, &[("ZEITGENOSSE_BASE_URL", "http://localhost:8080")]);
    let (_, nowhere) = check(&rig, &[("ZEITGENOSSE_BASE_URL", "https://nowhere.invalid")]);

    assert_eq!(loopback["address"]["verdict"], "warn");
    assert_eq!(nowhere["address"]["verdict"], "fail");
}

#[test]
fn a_database_that_cannot_be_reached_is_a_failure() {
    let settings = [(
        "ZEITGENOSSE_DATABASE_URL",
        "postgres://nobody@127.0.0.1:1/none",
    )];

    let (is_well, found) = check(&Rig::new(), &settings);

    assert!(!is_well);
    assert_eq!(found["database"]["verdict"], "fail");
}
