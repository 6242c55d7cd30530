//! A page read back the way a browser's tokenizer reads it: elements in their order, with the text up to the next of them.

use html5gum::{DefaultEmitter, Token, Tokenizer};
use std::collections::BTreeMap;

/// A start tag with its attributes, and the text between it and the next tag.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) text: String,
}

impl Element {
    pub(crate) fn get(&self, attribute: &str) -> &str {
        self.attributes.get(attribute).map_or("", String::as_str)
    }

    pub(crate) fn has_class(&self, class: &str) -> bool {
        self.get("class").split(' ').any(|c| c == class)
    }
}

/// All elements of a page.
///
/// # Panics
/// Where the page is not well-formed.
pub(crate) fn elements(page: &str) -> Vec<Element> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut all: Vec<Element> = Vec::new();
    let mut open = false;
    for token in Tokenizer::new_with_emitter(page, emitter) {
        match token.unwrap() {
            Token::StartTag(tag) => {
                let attributes = tag.attributes.iter().map(|(k, v)| (text(k), text(v))).collect();
                all.push(Element { name: text(&tag.name), attributes, text: String::new() });
                open = true;
            }
            Token::String(said) if open => {
                if let Some(last) = all.last_mut() {
                    last.text.push_str(&text(&said));
                }
            }
            Token::Error(error) => panic!("{:?} after {:?}", *error, all.last()),
            Token::EndTag(_) => open = false,
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) => {}
        }
    }
    all
}

/// The rows of a table's body, those that wait for the script among them, each as the texts of its cells.
pub(crate) fn rows(all: &[Element], table: &str) -> Vec<Vec<String>> {
    let from = all.iter().position(|e| e.get("id") == format!("t-{table}")).unwrap_or_else(|| panic!("no table {table}"));
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut within = false;
    for element in &all[from + 1..] {
        match element.name.as_str() {
            "div" if element.has_class("table") => break,
            "section" | "footer" => break,
            "tbody" => within = true,
            "thead" | "tfoot" => within = false,
            "tr" if within => rows.push(Vec::new()),
            "th" | "td" if within => rows.last_mut().unwrap().push(element.text.trim_end().to_owned()),
            "p" => within = false,
            _ if within => {
                if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                    cell.push_str(element.text.trim_end());
                }
            }
            _ => {}
        }
    }
    rows
}
