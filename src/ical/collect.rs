//! Many calendar objects as one calendar.

use super::itip::PRODID;

/// One calendar called `name` with all that is in the texts of objects; of zones with the same
/// name the first counts.
pub fn collect<'a>(name: &str, objects: impl Iterator<Item = &'a str>) -> String {
    let mut head = super::write::Lines::default();
    // Writing into a string cannot fail.
    let _ = head.put("VERSION", "2.0");
    let _ = head.put("PRODID", PRODID);
    let _ = head.put("NAME", name);
    let _ = head.put("X-WR-CALNAME", name);
    let mut calendar = format!("BEGIN:VCALENDAR\r\n{}", head.finish());
    let mut zones: Vec<&str> = Vec::new();
    for object in objects {
        for part in parts(object) {
            let is_zone = part[0].eq_ignore_ascii_case("BEGIN:VTIMEZONE");
            if is_zone {
                let id = part.iter().find(|line| line.starts_with("TZID"));
                let id = id.copied().unwrap_or_default();
                if zones.contains(&id) {
                    continue;
                }
                zones.push(id);
            }
            for line in part {
                calendar.push_str(line);
                calendar.push_str("\r\n");
            }
        }
    }
    calendar.push_str("END:VCALENDAR\r\n");
    calendar
}

/// The components right below the calendar, line by line.
fn parts(object: &str) -> Vec<Vec<&str>> {
    let (mut parts, mut depth) = (Vec::<Vec<&str>>::new(), 0);
    for line in object.lines().map(|line| line.trim_end_matches('\r')) {
        let word = line.split(':').next().unwrap_or_default();
        if word.eq_ignore_ascii_case("BEGIN") {
            depth += 1;
            if depth == 2 {
                parts.push(Vec::new());
            }
        }
        if depth >= 2
            && let Some(part) = parts.last_mut()
        {
            part.push(line);
        }
        if word.eq_ignore_ascii_case("END") {
            depth -= 1;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_become_one_calendar_with_each_zone_once() {
        let object = |uid: &str| {
            format!(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n\
                 BEGIN:STANDARD\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n\
                 BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
            )
        };
        let objects = [object("1"), object("2")];

        let all = collect("Own, mine", objects.iter().map(String::as_str));

        assert_eq!(all.matches("BEGIN:VCALENDAR").count(), 1);
        assert_eq!(all.matches("BEGIN:VTIMEZONE").count(), 1);
        assert_eq!(all.matches("BEGIN:VEVENT\r\nUID:").count(), 2);
        assert_eq!(all.matches("BEGIN:VALARM\r\nEND:VALARM").count(), 2);
        assert!(all.contains("NAME:Own\\, mine\r\n"));
    }
}
