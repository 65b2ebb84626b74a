//! Event types as JSON.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::prices::PriceDto;
use super::problem::ApiError;
use crate::kernel::event_type::{
    EventType, Location, Question, QuestionKind, SlotRules, Visibility, Window,
};
use crate::kernel::intake::{Decimal, USUAL_KEEP_DAYS};
use crate::kernel::limits::Limits;
use crate::kernel::price::Pricing;
use crate::kernel::team::Assignment;
use crate::service::event_types::EventTypeForm;
use crate::texts::Texts;

/// An event type; durations are whole minutes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventTypeBody {
    /// Its name in the address.
    #[schema(example = "first-session")]
    pub slug: String,
    /// What it is called.
    #[schema(example = "First session")]
    pub title: String,
    /// What it is about.
    #[serde(default)]
    pub description: String,
    /// The durations a client can choose from, ascending.
    #[schema(example = json!([50]))]
    pub durations: Vec<u32>,
    /// The id of the schedule; the host's first if left out.
    #[serde(default)]
    pub schedule: Option<String>,
    /// From one start to the next.
    #[serde(default = "thirty")]
    pub slot_step: u32,
    /// Kept free before a session.
    #[serde(default)]
    pub buffer_before: u32,
    /// Kept free after a session.
    #[serde(default)]
    pub buffer_after: u32,
    /// Whether buffers of neighbours add up; otherwise the larger one counts.
    #[serde(default)]
    pub buffers_add_up: bool,
    /// How long before its start a slot can be booked at the latest.
    #[serde(default)]
    pub minimum_notice: u32,
    /// How far ahead a slot can be booked.
    #[serde(default)]
    pub window: WindowDto,
    /// How much fits into a day, a week, a month.
    #[serde(default)]
    pub limits: LimitsDto,
    /// How many people one slot takes.
    #[serde(default = "one")]
    pub seats: u32,
    /// Whether the host answers every request.
    #[serde(default)]
    pub approval: bool,
    /// Who holds the session. Of a team's event type it follows from its parts, which are set at
    /// an address of their own; it is not read.
    #[serde(default)]
    pub assignment: AssignmentDto,
    /// Where it takes place.
    pub location: LocationDto,
    /// What the client is asked.
    #[serde(default)]
    pub questions: Vec<QuestionDto>,
    /// What it costs; `{}` is free.
    #[serde(default)]
    pub price: PriceDto,
    /// Who finds it.
    #[serde(default)]
    pub visibility: VisibilityDto,
}

fn thirty() -> u32 {
    30
}

fn one() -> u32 {
    1
}

/// An event type that is stored.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventTypeDto {
    /// Names it in addresses.
    pub id: String,
    /// What it says.
    #[serde(flatten)]
    pub body: EventTypeBody,
}

/// `{"days": 60}`, `{"from": "2026-12-01", "to": "2026-12-31"}`, or `{}` for ever.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WindowDto {
    /// Today and so many days after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day, inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// Upper limits, in the schedule's zone.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitsDto {
    /// Sessions a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_day: Option<u32>,
    /// Sessions a week, from Monday on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_week: Option<u32>,
    /// Sessions a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_month: Option<u32>,
    /// Minutes a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes_per_day: Option<u32>,
}

/// Who holds the session.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentDto {
    /// The host alone.
    #[default]
    Single,
    /// One of a team, by turns.
    RoundRobin,
    /// All of those who are named, together.
    Collective,
    /// One of each of several groups.
    Groups,
}

impl From<Assignment> for AssignmentDto {
    fn from(assignment: Assignment) -> Self {
        match assignment {
            Assignment::Single => Self::Single,
            Assignment::RoundRobin => Self::RoundRobin,
            Assignment::Collective => Self::Collective,
            Assignment::Groups => Self::Groups,
        }
    }
}

/// Where a session takes place.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum LocationDto {
    /// A room on the co-operative's own conferencing.
    Room {
        /// `jitsi`.
        backend: String,
    },
    /// By telephone; without a number the host calls the client.
    Phone {
        /// The host's number.
        #[serde(default)]
        number: String,
    },
    /// Somewhere one can go.
    Place {
        /// Address and directions.
        address: String,
    },
    /// A link of the host's own; visitors do not see it before they have booked.
    Link {
        /// http or https.
        url: String,
    },
}

/// A question the client answers.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionDto {
    /// The key of its answer.
    #[schema(example = "topic")]
    pub key: String,
    /// What is asked.
    pub label: String,
    /// What kind of answer it takes.
    #[serde(default)]
    pub kind: QuestionKindDto,
    /// What can be chosen: choice, several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// The least number that fits, with at most two digits behind the point: number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// The most that fits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Whether booking needs an answer.
    #[serde(default)]
    pub required: bool,
    /// What the host needs the answer for.
    #[serde(default)]
    pub purpose: String,
    /// How many days after session or cancellation the answer is deleted.
    #[serde(default = "ninety")]
    pub keep_days: u32,
}

fn ninety() -> u32 {
    USUAL_KEEP_DAYS
}

/// What kind of answer a question takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKindDto {
    /// One line.
    #[default]
    Line,
    /// Some lines.
    Text,
    /// One of the options.
    Choice,
    /// Any of the options.
    Several,
    /// Yes or no.
    YesNo,
    /// A tick; a required one must be set.
    Check,
    /// A telephone number.
    Phone,
    /// A number.
    Number,
}

/// Who finds an event type.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum VisibilityDto {
    /// Listed.
    #[default]
    Public,
    /// By its address only.
    Unlisted,
    /// Nobody.
    Closed,
}

impl EventTypeBody {
    /// What the service takes.
    ///
    /// # Errors
    /// `invalid-fields` when the window or a limit of a question cannot be read.
    pub fn into_form(self, texts: &Texts) -> Result<EventTypeForm, ApiError> {
        Ok(EventTypeForm {
            slug: self.slug,
            title: self.title,
            description: self.description,
            schedule_id: self.schedule,
            rules: SlotRules {
                durations: self.durations,
                step: self.slot_step,
                buffer_before: self.buffer_before,
                buffer_after: self.buffer_after,
                buffers_add_up: self.buffers_add_up,
                minimum_notice: self.minimum_notice,
                window: read_window(&self.window)
                    .ok_or_else(|| ApiError::field(texts, "window", "window"))?,
                limits: Limits {
                    per_day: self.limits.per_day,
                    per_week: self.limits.per_week,
                    per_month: self.limits.per_month,
                    minutes_per_day: self.limits.minutes_per_day,
                },
                seats: self.seats,
            },
            needs_approval: self.approval,
            location: match self.location {
                LocationDto::Room { backend } => Location::Room { backend },
                LocationDto::Phone { number } => Location::Phone { number },
                LocationDto::Place { address } => Location::Place { address },
                LocationDto::Link { url } => Location::Link { url },
            },
            questions: self
                .questions
                .into_iter()
                .enumerate()
                .map(|(place, question)| question.into_question(texts, place))
                .collect::<Result<_, _>>()?,
            visibility: match self.visibility {
                VisibilityDto::Public => Visibility::Public,
                VisibilityDto::Unlisted => Visibility::Unlisted,
                VisibilityDto::Closed => Visibility::Closed,
            },
        })
    }

    /// What the service takes, and what it costs.
    ///
    /// # Errors
    /// `invalid-fields`.
    pub fn into_forms(mut self, texts: &Texts) -> Result<(EventTypeForm, Pricing), ApiError> {
        let price = std::mem::take(&mut self.price);
        let pricing = price.into_pricing(texts)?;
        Ok((self.into_form(texts)?, pricing))
    }

    /// What a visitor may know before they have booked.
    pub fn without_secrets(mut self) -> Self {
        if let LocationDto::Link { url } = &mut self.location {
            url.clear();
        }
        self.schedule = None;
        self
    }
}

fn read_window(window: &WindowDto) -> Option<Window> {
    match (window.days, &window.from, &window.to) {
        (Some(days), None, None) => Some(Window::Rolling { days }),
        (None, Some(from), Some(to)) => Some(Window::Fixed {
            from: from.parse().ok()?,
            to: to.parse().ok()?,
        }),
        (None, None, None) => Some(Window::Open),
        _ => None,
    }
}

impl QuestionDto {
    /// The question at a place of the list.
    fn into_question(self, texts: &Texts, place: usize) -> Result<Question, ApiError> {
        let limit = |part: &str, value: Option<f64>| match value {
            None => Ok(None),
            Some(value) => Decimal::parse(&value.to_string()).map(Some).ok_or_else(|| {
                let field = format!("questions.{place}.{part}");
                ApiError::field(texts, &field, "not-a-decimal")
            }),
        };
        Ok(Question {
            kind: match self.kind {
                QuestionKindDto::Line => QuestionKind::Line,
                QuestionKindDto::Text => QuestionKind::Text,
                QuestionKindDto::Choice => QuestionKind::Choice(self.options),
                QuestionKindDto::Several => QuestionKind::Several(self.options),
                QuestionKindDto::YesNo => QuestionKind::YesNo,
                QuestionKindDto::Check => QuestionKind::Check,
                QuestionKindDto::Phone => QuestionKind::Phone,
                QuestionKindDto::Number => QuestionKind::Number {
                    min: limit("min", self.min)?,
                    max: limit("max", self.max)?,
                },
            },
            key: self.key,
            label: self.label,
            is_required: self.required,
            purpose: self.purpose,
            keep_days: self.keep_days,
        })
    }
}

impl From<&Question> for QuestionDto {
    fn from(question: &Question) -> Self {
        // What was written with two digits is read exactly.
        let number =
            |value: Option<Decimal>| value.and_then(|value| value.to_string().parse().ok());
        let (mut options, mut limits) = (Vec::new(), (None, None));
        let kind = match &question.kind {
            QuestionKind::Line => QuestionKindDto::Line,
            QuestionKind::Text => QuestionKindDto::Text,
            QuestionKind::Choice(all) => {
                options.clone_from(all);
                QuestionKindDto::Choice
            }
            QuestionKind::Several(all) => {
                options.clone_from(all);
                QuestionKindDto::Several
            }
            QuestionKind::YesNo => QuestionKindDto::YesNo,
            QuestionKind::Check => QuestionKindDto::Check,
            QuestionKind::Phone => QuestionKindDto::Phone,
            QuestionKind::Number { min, max } => {
                limits = (number(*min), number(*max));
                QuestionKindDto::Number
            }
        };
        Self {
            key: question.key.clone(),
            label: question.label.clone(),
            kind,
            options,
            min: limits.0,
            max: limits.1,
            required: question.is_required,
            purpose: question.purpose.clone(),
            keep_days: question.keep_days,
        }
    }
}

impl EventTypeDto {
    /// An event type with what it costs.
    pub fn with_price(event_type: &EventType, pricing: Option<&Pricing>) -> Self {
        let mut dto = Self::from(event_type);
        dto.body.price = pricing.map(PriceDto::of).unwrap_or_default();
        dto
    }

    /// The same with who holds it; none is the host alone.
    #[must_use]
    pub fn assigned(mut self, assignment: Option<&Assignment>) -> Self {
        let assignment = assignment.copied().unwrap_or_default();
        self.body.assignment = AssignmentDto::from(assignment);
        self
    }
}

impl From<&EventType> for EventTypeDto {
    fn from(event_type: &EventType) -> Self {
        let rules = &event_type.rules;
        let (days, from, to) = match rules.window {
            Window::Rolling { days } => (Some(days), None, None),
            Window::Fixed { from, to } => (None, Some(from.to_string()), Some(to.to_string())),
            Window::Open => (None, None, None),
        };
        Self {
            id: event_type.id.clone(),
            body: EventTypeBody {
                slug: event_type.slug.to_string(),
                title: event_type.title.clone(),
                description: event_type.description.clone(),
                durations: rules.durations.clone(),
                schedule: event_type.schedule_id().map(str::to_owned),
                slot_step: rules.step,
                buffer_before: rules.buffer_before,
                buffer_after: rules.buffer_after,
                buffers_add_up: rules.buffers_add_up,
                minimum_notice: rules.minimum_notice,
                window: WindowDto { days, from, to },
                limits: LimitsDto {
                    per_day: rules.limits.per_day,
                    per_week: rules.limits.per_week,
                    per_month: rules.limits.per_month,
                    minutes_per_day: rules.limits.minutes_per_day,
                },
                seats: rules.seats,
                approval: event_type.needs_approval,
                assignment: AssignmentDto::Single,
                location: LocationDto::from(&event_type.location),
                questions: event_type.questions.iter().map(QuestionDto::from).collect(),
                price: PriceDto::default(),
                visibility: match event_type.visibility {
                    Visibility::Public => VisibilityDto::Public,
                    Visibility::Unlisted => VisibilityDto::Unlisted,
                    Visibility::Closed => VisibilityDto::Closed,
                },
            },
        }
    }
}

impl From<&Location> for LocationDto {
    fn from(location: &Location) -> Self {
        match location.clone() {
            Location::Room { backend } => Self::Room { backend },
            Location::Phone { number } => Self::Phone { number },
            Location::Place { address } => Self::Place { address },
            Location::Link { url } => Self::Link { url },
        }
    }
}
