//! Answers to invitations (RFC 5546 §3.2.3).

use calcard::icalendar::{
    ICalendarParameterName, ICalendarParameterValue, ICalendarParticipationStatus,
    ICalendarProperty,
};

use super::message;
use crate::kernel::booking::Answer;

/// The most octets of an answer.
pub const MOST_OCTETS: usize = 256 << 10;

/// An answer to an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The UID of the event.
    pub uid: String,
    /// To which of its changes they answer (RFC 5545 §3.8.7.4).
    pub sequence: u32,
    /// Who answers, in lower case.
    pub email: String,
    /// What.
    pub answer: Answer,
}

/// The answer in a text; none if it is not one.
pub fn read(text: &str) -> Option<Reply> {
    let calendar = message::read(text, "REPLY", MOST_OCTETS)?;
    let event = calendar.components.iter().find(|component| {
        component.uid().is_some() && component.property(&ICalendarProperty::Attendee).is_some()
    })?;
    // An answer is that of one attendee.
    let attendee = event.property(&ICalendarProperty::Attendee)?;
    let answer = match attendee.parameter(&ICalendarParameterName::Partstat)? {
        ICalendarParameterValue::Partstat(ICalendarParticipationStatus::Accepted) => {
            Answer::Accepted
        }
        ICalendarParameterValue::Partstat(ICalendarParticipationStatus::Declined) => {
            Answer::Declined
        }
        ICalendarParameterValue::Partstat(ICalendarParticipationStatus::Tentative) => {
            Answer::Tentative
        }
        _ => return None,
    };
    let sequence = event.property(&ICalendarProperty::Sequence);
    let sequence = sequence.and_then(|entry| entry.values.first()?.as_integer());
    Some(Reply {
        uid: event.uid()?.to_owned(),
        sequence: sequence.and_then(|it| u32::try_from(it).ok()).unwrap_or(0),
        email: attendee.calendar_address()?.to_lowercase(),
        answer,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(method: &str, attendee: &str) -> String {
        format!(
            "BEGIN:VCALENDAR\r\nPRODID:-//x//y\r\nVERSION:2.0\r\nMETHOD:{method}\r\n\
             BEGIN:VEVENT\r\nUID:abc@coop.example\r\nSEQUENCE:2\r\nDTSTAMP:20260108T080000Z\r\n\
             {attendee}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    }

    #[test]
    fn an_answer_tells_who_said_what_to_which_change() {
        let attendee = "ATTENDEE;CN=\"Thea, B\";PARTSTAT=DECLINED:MAILTO:Thea@Post.example";

        let read = read(&reply("REPLY", attendee)).unwrap();

        assert_eq!(read.uid, "abc@coop.example");
        assert_eq!((read.sequence, read.answer), (2, Answer::Declined));
        assert_eq!(read.email, "thea@post.example");
    }

    #[test]
    fn what_is_no_answer_is_none() {
        let accepted = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:thea@post.example";
        let undecided = "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:thea@post.example";

        assert!(read(&reply("reply", accepted)).is_some());
        assert_eq!(read(&reply("REQUEST", accepted)), None);
        assert_eq!(read(&reply("REPLY", undecided)), None);
        assert_eq!(read(&reply("REPLY", "SUMMARY:x")), None);
        assert_eq!(read("nonsense"), None);
        assert_eq!(read(&" ".repeat(MOST_OCTETS + 1)), None);
    }
}
