//! Writing over an object that others wrote too: what they added stays.

/// Properties that say when and with whom, which are ours to say.
const OURS: [&str; 13] = [
    "ATTENDEE",
    "CREATED",
    "DTEND",
    "DTSTAMP",
    "DTSTART",
    "DURATION",
    "EXDATE",
    "EXRULE",
    "LAST-MODIFIED",
    "ORGANIZER",
    "RDATE",
    "RRULE",
    "SEQUENCE",
];

/// Our text of an event with what the other text of it has besides: properties that ours does not
/// say, and parts such as alarms. Lines stay folded as they are.
pub fn merge(ours: &str, theirs: &str) -> String {
    let said: Vec<String> = blocks(ours).iter().map(|block| name(block[0])).collect();
    let is_added = |block: &&Vec<&str>| {
        let name = name(block[0]);
        name == "BEGIN" || !said.contains(&name) && !OURS.contains(&name.as_str())
    };
    let added = blocks(theirs);
    let added: Vec<&str> = added.iter().filter(is_added).flatten().copied().collect();
    let mut merged = String::new();
    for line in lines(ours) {
        if line.eq_ignore_ascii_case("END:VEVENT") {
            for line in &added {
                merged.push_str(line);
                merged.push_str("\r\n");
            }
        }
        merged.push_str(line);
        merged.push_str("\r\n");
    }
    merged
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(|line| line.trim_end_matches('\r'));
    lines.filter(|line| !line.is_empty())
}

/// What the first event of a text consists of: each property with its folded lines, each part
/// with all of its lines.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    let mut depth = 0;
    let inside = lines(text)
        .skip_while(|line| !line.eq_ignore_ascii_case("BEGIN:VEVENT"))
        .skip(1)
        .take_while(|line| !line.eq_ignore_ascii_case("END:VEVENT"));
    for line in inside {
        let goes_on = depth > 0 || line.starts_with([' ', '\t']);
        match blocks.last_mut() {
            Some(block) if goes_on => block.push(line),
            _ => blocks.push(vec![line]),
        }
        match name(line).as_str() {
            "BEGIN" => depth += 1,
            "END" => depth -= 1,
            _ => {}
        }
    }
    blocks
}

/// The name of a property, in capitals.
fn name(line: &str) -> String {
    let end = line.find([':', ';']).unwrap_or(line.len());
    line[..end].to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_added_to_an_event_stays() {
        let ours = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260112T090000Z\r\n\
                    SUMMARY:Session\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let theirs = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260101T090000Z\n\
                      summary;LANGUAGE=de:Other\nDURATION:PT1H\nX-NOTE:long\n  line\n\
                      BEGIN:VALARM\nACTION:DISPLAY\nSUMMARY:Soon\nEND:VALARM\nEND:VEVENT\n\
                      END:VCALENDAR\n";

        let merged = merge(ours, theirs);

        assert_eq!(
            merged,
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260112T090000Z\r\n\
             SUMMARY:Session\r\nX-NOTE:long\r\n  line\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\n\
             SUMMARY:Soon\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        assert_eq!(merge(ours, ours), ours);
    }
}
