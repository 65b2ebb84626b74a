//! Which reminders the sessions of an event type have, and how their texts address people.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::{bookings, reminder_plans, reminder_tones, reminders};
use super::{Db, StoreError};
use crate::kernel::reminder::{Audience, Occasion, Plan, Reminder, Tone, Wording};
use crate::kernel::span::Span;

const CORRUPT: StoreError = StoreError::Corrupt("reminder");
const AUDIENCES: [(Audience, &str); 3] = [
    (Audience::Client, "client"),
    (Audience::Host, "host"),
    (Audience::Both, "both"),
];
const TONES: [(Tone, &str); 3] = [
    (Tone::Neutral, "neutral"),
    (Tone::Du, "du"),
    (Tone::Sie, "sie"),
];

#[derive(Queryable, Insertable)]
#[diesel(table_name = reminders)]
struct Row {
    event_type_id: String,
    position: i32,
    id: String,
    kind: String,
    amount: i32,
    audience: String,
    subject_de: String,
    body_de: String,
    subject_en: String,
    body_en: String,
}

/// The reminders of an event type: those its host has chosen, or the standard.
pub fn find(db: &mut Db, event_type_id: &str) -> Result<Plan, StoreError> {
    let found: Option<Option<String>> = reminder_plans::table
        .find(event_type_id)
        .select(reminder_plans::tone)
        .get_result(db)
        .optional()?;
    let Some(tone) = found else {
        return Ok(Plan::standard());
    };
    let rows: Vec<Row> = reminders::table
        .filter(reminders::event_type_id.eq(event_type_id))
        .order(reminders::position)
        .load(db)?;
    Ok(Plan {
        is_standard: false,
        tone: tone.as_deref().map(read_tone).transpose()?,
        reminders: rows.into_iter().map(read).collect::<Result<_, _>>()?,
    })
}

/// Writes the reminders of an event type over. The standard leaves no rows.
pub fn replace(db: &mut Db, event_type_id: &str, plan: &Plan) -> Result<(), StoreError> {
    diesel::delete(reminder_plans::table.find(event_type_id)).execute(db)?;
    if plan.is_standard {
        return Ok(());
    }
    diesel::insert_into(reminder_plans::table)
        .values((
            reminder_plans::event_type_id.eq(event_type_id),
            reminder_plans::tone.eq(plan.tone.map(tone_word)),
        ))
        .execute(db)?;
    for (position, reminder) in (0..).zip(&plan.reminders) {
        diesel::insert_into(reminders::table)
            .values(row(event_type_id, position, reminder))
            .execute(db)?;
    }
    Ok(())
}

/// How the standard texts of a host address their reader.
pub fn find_tone(db: &mut Db, person_id: &str) -> Result<Tone, StoreError> {
    let found: Option<String> = reminder_tones::table
        .find(person_id)
        .select(reminder_tones::tone)
        .get_result(db)
        .optional()?;
    found.map_or(Ok(Tone::default()), |tone| read_tone(&tone))
}

/// Sets how the standard texts of a host address their reader.
pub fn set_tone(db: &mut Db, person_id: &str, tone: Tone) -> Result<(), StoreError> {
    let tone = reminder_tones::tone.eq(tone_word(tone));
    let touched = diesel::update(reminder_tones::table.find(person_id))
        .set(tone)
        .execute(db)?;
    if touched == 0 {
        diesel::insert_into(reminder_tones::table)
            .values((reminder_tones::person_id.eq(person_id), tone))
            .execute(db)?;
    }
    Ok(())
}

/// The agreed sessions of an event type that end after `since`: booking and time.
pub fn sessions_since(
    db: &mut Db,
    event_type_id: &str,
    since: DateTime<Utc>,
) -> Result<Vec<(String, Span)>, StoreError> {
    let rows: Vec<(String, i64, i64)> = bookings::table
        .filter(bookings::event_type_id.eq(event_type_id))
        .filter(bookings::status.eq("confirmed"))
        .filter(bookings::ends_at.gt(micros(since)))
        .select((bookings::id, bookings::starts_at, bookings::ends_at))
        .load(db)?;
    rows.into_iter()
        .map(|(id, start, end)| {
            let span = Span::new(instant(start)?, instant(end)?).ok_or(CORRUPT)?;
            Ok((id, span))
        })
        .collect()
}

fn row(event_type_id: &str, position: i32, reminder: &Reminder) -> Row {
    let (kind, amount) = match reminder.occasion {
        Occasion::Before { minutes } => ("before", minutes),
        Occasion::After { minutes } => ("after", minutes),
        Occasion::NoShow { minutes } => ("no-show", minutes),
        Occasion::Package { left } => ("package", left),
    };
    let audience = AUDIENCES
        .iter()
        .find(|(known, _)| *known == reminder.to)
        .map_or("", |(_, word)| word);
    Row {
        event_type_id: event_type_id.to_owned(),
        position,
        id: reminder.id.clone(),
        kind: kind.to_owned(),
        amount: i32::try_from(amount).unwrap_or(i32::MAX),
        audience: audience.to_owned(),
        subject_de: reminder.de.subject.clone(),
        body_de: reminder.de.body.clone(),
        subject_en: reminder.en.subject.clone(),
        body_en: reminder.en.body.clone(),
    }
}

fn read(row: Row) -> Result<Reminder, StoreError> {
    let amount = u32::try_from(row.amount).map_err(|_| CORRUPT)?;
    Ok(Reminder {
        id: row.id,
        occasion: match row.kind.as_str() {
            "before" => Occasion::Before { minutes: amount },
            "after" => Occasion::After { minutes: amount },
            "no-show" => Occasion::NoShow { minutes: amount },
            "package" => Occasion::Package { left: amount },
            _ => return Err(CORRUPT),
        },
        to: AUDIENCES
            .iter()
            .find(|(_, word)| *word == row.audience)
            .map(|(audience, _)| *audience)
            .ok_or(CORRUPT)?,
        de: Wording {
            subject: row.subject_de,
            body: row.body_de,
        },
        en: Wording {
            subject: row.subject_en,
            body: row.body_en,
        },
    })
}

fn tone_word(tone: Tone) -> &'static str {
    TONES
        .iter()
        .find(|(known, _)| *known == tone)
        .map_or("", |(_, word)| word)
}

fn read_tone(word: &str) -> Result<Tone, StoreError> {
    TONES
        .iter()
        .find(|(_, known)| *known == word)
        .map(|(tone, _)| *tone)
        .ok_or(CORRUPT)
}
