//! The poll of the demo: when shall the coaches and their guests meet?

use std::collections::BTreeMap;

use anyhow::Context;
use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::fill::{Tools, ZONE, local};
use crate::kernel::people::{Language, Username};
use crate::kernel::polls::Sight;
use crate::service::polls::{self, AnswerForm, PollForm, PollView};
use crate::service::{Db, Viewer, event_types, hosts};

/// What somebody says to the four times: `y`, `m`, `n`.
struct Voice(&'static str, &'static str, &'static str, &'static str);

const VOICES: [Voice; 4] = [
    Voice(
        "Aoife Brennan",
        "aoife@commonroom.example",
        "yyym",
        "Any time after five is fine if it must be.",
    ),
    Voice("Jannis Petersen", "jannis@windlicht.example", "ymyy", ""),
    Voice("Marit de Vries", "", "ynyn", "Ich bringe Kuchen mit."),
    Voice("Lene Hansen", "lene@post.example", "mnyy", ""),
];

/// Makes the poll, lets some people answer, and returns its id.
pub(super) fn ask(db: &mut Db, tools: &Tools) -> anyhow::Result<String> {
    let host = hosts::find(db, &Username::parse("tomasz")?)?;
    let viewer = Viewer { person: host };
    let offers = event_types::list_own(db, &viewer)?;
    let offer = offers
        .iter()
        .find(|offer| offer.slug.as_str() == "handing-over")
        .context("the demo has no such offer")?;
    let today = tools.now.with_timezone(&ZONE).date_naive();
    let monday = (35..42)
        .map(|days| today + Days::new(days))
        .find(|date| date.weekday() == Weekday::Mon)
        .context("a week has a Monday")?;
    let form = PollForm {
        title: "Frühjahrstreffen der verbündeten Genossenschaften".to_owned(),
        description: "Gemeinsame Räume, gemeinsame Kosten, und wer das Sommerfest ausrichtet."
            .to_owned(),
        event_type_id: offer.id.clone(),
        minutes: Some(80),
        zone: ZONE.name().to_owned(),
        starts: [(0, 16), (1, 9), (2, 17), (3, 10)]
            .into_iter()
            .map(|(day, hour)| local(monday + Days::new(day), hour))
            .collect::<anyhow::Result<_>>()?,
        hosts: vec!["selma".to_owned()],
        emails: vec!["ruth@sommerfeld.example".to_owned()],
        deadline: Some(local(friday_before(monday), 18)?),
        reminds: true,
        holds: true,
        sight: Some(Sight::Open),
        ..PollForm::default()
    };
    let made_at = tools.now - chrono::TimeDelta::days(2);
    let poll = polls::create(db, tools.links, &viewer, &form, made_at)?;
    let view = polls::find_own(db, &viewer, &poll.id, 0, made_at)?;
    let token = tools.links.poll_token(&poll.id);
    for voice in &VOICES {
        polls::answer(db, tools.links, &token, &answers(&view, voice), made_at)?;
    }
    Ok(poll.id)
}

fn friday_before(monday: NaiveDate) -> NaiveDate {
    monday - Days::new(3)
}

fn answers(view: &PollView, Voice(name, email, votes, comment): &Voice) -> AnswerForm {
    let words = votes.chars().map(|letter| match letter {
        'y' => "yes",
        'm' => "if-need-be",
        _ => "no",
    });
    let votes: BTreeMap<String, String> = view
        .options
        .iter()
        .zip(words)
        .map(|(option, word)| (option.option.id.clone(), word.to_owned()))
        .collect();
    AnswerForm {
        name: (*name).to_owned(),
        email: Some((*email).to_owned()),
        language: Language::De,
        comment: (*comment).to_owned(),
        votes,
        ..AnswerForm::default()
    }
}
