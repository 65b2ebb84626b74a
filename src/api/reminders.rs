//! Reminders as JSON.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::ApiError;
use crate::kernel::reminder::{Audience, Occasion, Plan, Reminder, Tone, Wording};
use crate::texts::Texts;

/// The reminders of an event type.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanBody {
    /// The standard holds: a day and an hour before, to the client. Sent as true, it brings the
    /// standard back, and the rest is not looked at.
    #[serde(default)]
    pub standard: bool,
    /// How German standard texts address the client; the host's usual way if left out.
    #[serde(default)]
    pub tone: Option<ToneDto>,
    /// In order; at most 20. An empty list sends nothing.
    #[serde(default)]
    pub reminders: Option<Vec<ReminderDto>>,
}

/// How the German standard texts of a host address the client where an event type says nothing.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ToneBody {
    /// Neither du nor Sie, du, or Sie.
    pub tone: ToneDto,
}

/// How German standard texts address the client.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ToneDto {
    /// Neither du nor Sie.
    Neutral,
    /// With du.
    Du,
    /// With Sie.
    Sie,
}

/// One reminder.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReminderDto {
    /// Names it; left out for a new one. One that keeps its id does not go out twice for a
    /// session.
    #[serde(default)]
    pub id: String,
    /// What it is sent for, and when.
    pub occasion: OccasionDto,
    /// Who gets it.
    #[serde(default)]
    pub to: AudienceDto,
    /// The host's own words in German.
    #[serde(default)]
    pub de: WordingDto,
    /// The host's own words in English.
    #[serde(default)]
    pub en: WordingDto,
}

/// What a reminder is sent for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum OccasionDto {
    /// The session begins.
    Before {
        /// So many minutes before its start.
        #[schema(example = 1440)]
        minutes: u32,
    },
    /// The session is over.
    After {
        /// So many minutes after its end.
        minutes: u32,
    },
    /// The client did not come.
    NoShow {
        /// So many minutes after that was noted.
        minutes: u32,
    },
    /// A package is nearly used.
    Package {
        /// With so many sessions left.
        left: u32,
    },
}

/// Who gets a reminder.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AudienceDto {
    /// The client and their guests.
    #[default]
    Client,
    /// The host.
    Host,
    /// All of them.
    Both,
}

/// The host's own words. Placeholders: `{name}`, `{host}`, `{title}`, `{when}`, `{zone}`,
/// `{place}`, `{door}`, `{manage}`, `{again}`, `{coop}`, `{left}`; `{{` and `}}` are braces.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordingDto {
    /// The subject; empty is the standard's.
    #[serde(default)]
    pub subject: String,
    /// The letter, each line a paragraph; empty is the standard's.
    #[serde(default)]
    pub body: String,
}

impl From<Plan> for PlanBody {
    fn from(plan: Plan) -> Self {
        Self {
            standard: plan.is_standard,
            tone: plan.tone.map(ToneDto::from),
            reminders: Some(plan.reminders.into_iter().map(ReminderDto::from).collect()),
        }
    }
}

impl PlanBody {
    /// What the service takes.
    ///
    /// # Errors
    /// `invalid-fields` without a list: it must not be left out by mistake.
    pub fn into_plan(self, texts: &Texts) -> Result<Plan, ApiError> {
        if self.standard {
            return Ok(Plan::standard());
        }
        let reminders = self
            .reminders
            .ok_or_else(|| ApiError::field(texts, "reminders", "missing"))?;
        Ok(Plan {
            is_standard: false,
            tone: self.tone.map(Tone::from),
            reminders: reminders.into_iter().map(Reminder::from).collect(),
        })
    }
}

impl From<Reminder> for ReminderDto {
    fn from(reminder: Reminder) -> Self {
        Self {
            id: reminder.id,
            occasion: match reminder.occasion {
                Occasion::Before { minutes } => OccasionDto::Before { minutes },
                Occasion::After { minutes } => OccasionDto::After { minutes },
                Occasion::NoShow { minutes } => OccasionDto::NoShow { minutes },
                Occasion::Package { left } => OccasionDto::Package { left },
            },
            to: match reminder.to {
                Audience::Client => AudienceDto::Client,
                Audience::Host => AudienceDto::Host,
                Audience::Both => AudienceDto::Both,
            },
            de: reminder.de.into(),
            en: reminder.en.into(),
        }
    }
}

impl From<ReminderDto> for Reminder {
    fn from(dto: ReminderDto) -> Self {
        Self {
            id: dto.id,
            occasion: match dto.occasion {
                OccasionDto::Before { minutes } => Occasion::Before { minutes },
                OccasionDto::After { minutes } => Occasion::After { minutes },
                OccasionDto::NoShow { minutes } => Occasion::NoShow { minutes },
                OccasionDto::Package { left } => Occasion::Package { left },
            },
            to: match dto.to {
                AudienceDto::Client => Audience::Client,
                AudienceDto::Host => Audience::Host,
                AudienceDto::Both => Audience::Both,
            },
            de: dto.de.into(),
            en: dto.en.into(),
        }
    }
}

impl From<Wording> for WordingDto {
    fn from(wording: Wording) -> Self {
        Self {
            subject: wording.subject,
            body: wording.body,
        }
    }
}

impl From<WordingDto> for Wording {
    fn from(dto: WordingDto) -> Self {
        Self {
            subject: dto.subject,
            body: dto.body,
        }
    }
}

impl From<Tone> for ToneDto {
    fn from(tone: Tone) -> Self {
        match tone {
            Tone::Neutral => Self::Neutral,
            Tone::Du => Self::Du,
            Tone::Sie => Self::Sie,
        }
    }
}

impl From<ToneDto> for Tone {
    fn from(tone: ToneDto) -> Self {
        match tone {
            ToneDto::Neutral => Self::Neutral,
            ToneDto::Du => Self::Du,
            ToneDto::Sie => Self::Sie,
        }
    }
}
