//! What a coach of the demo has sent before and after a session.

use crate::kernel::reminder::{Audience, Occasion, Plan, Reminder, Tone, Wording};

/// The standard with du, a note to oneself, and a few own words on the day after.
pub(super) fn choose(plan: &mut Plan) {
    plan.tone = Some(Tone::Du);
    plan.reminders.push(Reminder {
        id: String::new(),
        occasion: Occasion::Before { minutes: 15 },
        to: Audience::Host,
        de: Wording::default(),
        en: Wording::default(),
    });
    plan.reminders.push(Reminder {
        id: String::new(),
        occasion: Occasion::After { minutes: 24 * 60 },
        to: Audience::Client,
        de: Wording {
            subject: "Was bleibt? {title}".to_owned(),
            body: "danke für gestern. Wenn noch ein Gedanke auftaucht: einfach auf diese Mail \
                   antworten.\n{again}"
                .to_owned(),
        },
        en: Wording {
            subject: "What remains? {title}".to_owned(),
            body: "Thank you for yesterday. If a thought comes up, just answer this mail.\n{again}"
                .to_owned(),
        },
    });
}
