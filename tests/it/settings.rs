//! The example of a configuration, which people copy, is one.

use std::path::Path;

use zeitgenosse::config::Config;

#[test]
fn the_example_of_the_settings_is_read() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("config.example.toml");

    let config = Config::load(Some(&example), None).unwrap();

    assert_eq!(config.bind, Config::default().bind);
}

#[test]
fn every_line_of_the_example_that_is_switched_off_can_be_switched_on() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("config.example.toml");
    let text = std::fs::read_to_string(example).unwrap();
    // A setting that is switched off is `#key = value`; prose has a space after the `#`.
    let switched_on: String = text
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(setting) if !setting.is_empty() && !setting.starts_with(' ') => setting,
            _ => line,
        })
        .flat_map(|line| [line, "\n"])
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.toml");
    std::fs::write(&file, switched_on).unwrap();

    let config = Config::load(Some(&file), None).unwrap();

    assert_eq!(
        config.rooms.jitsi.unwrap().url.as_str(),
        "https://meet.example/"
    );
    assert!(config.mail.smtp_url.is_some());
    assert!(config.secret_key.is_some());
}
