//! A letter on paper: plain text and HTML.

use askama::Template;

use super::content::{Block, Content, plain};

/// Characters of a line of plain text.
const LINE_LENGTH: usize = 68;

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Html<'a> {
    language: &'static str,
    content: &'a Content,
}

#[derive(Template)]
#[template(path = "mail/letter.txt", escape = "none")]
struct Text<'a> {
    content: &'a Content,
}

/// The letter as HTML, in the language of this tag (BCP 47).
pub(super) fn html(content: &Content, language: &'static str) -> Result<String, askama::Error> {
    Html { language, content }.render()
}

/// The letter as plain text in short lines.
pub(super) fn text(content: &Content) -> Result<String, askama::Error> {
    let page = Text { content }.render()?;
    let lines: Vec<_> = page.lines().map(wrap).collect();
    Ok(plain(&lines.join("\n")) + "\n")
}

/// Breaks a line between words; the further lines are indented as the first is. A link is never
/// broken.
fn wrap(line: &str) -> String {
    let indent: String = line.chars().take_while(|&c| c == ' ').collect();
    let mut wrapped = indent.clone();
    let mut length = indent.len();
    for (index, word) in line.trim_start_matches(' ').split(' ').enumerate() {
        let width = word.chars().count();
        if index > 0 && length + 1 + width > LINE_LENGTH {
            wrapped.push('\n');
            wrapped.push_str(&indent);
            length = indent.len();
        } else if index > 0 {
            wrapped.push(' ');
            length += 1;
        }
        wrapped.push_str(word);
        length += width;
    }
    wrapped
}
