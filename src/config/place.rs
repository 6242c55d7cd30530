//! Where something stands in the text of a configuration, for a message on whatever stream: line, column and key.

/// The line and column of a byte, both counted from one; columns in characters.
pub(super) fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before.get(line_start..).unwrap_or_default().chars().count() + 1)
}

/// The dotted key that a byte belongs to: the last one begun on its line or before, below the table that was opened last.
pub(super) fn key_at(text: &str, at: usize) -> Option<String> {
    let line_end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| at + end);
    let (mut table, mut key) = (None, None);
    for line in text.get(..line_end)?.lines().map(str::trim) {
        if let Some(name) = heading(line) {
            (table, key) = (Some(name), None);
        } else if let Some(name) = line.split_once('=').map(|(name, _)| name.trim()).filter(|name| is_key(name)) {
            key = Some(name);
        }
    }
    let parts: Vec<&str> = [table, key].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("."))
}

/// The name in `[name]` or `[[name]]`.
fn heading(line: &str) -> Option<&str> {
    let inside = line.strip_prefix('[')?;
    let name = inside.strip_prefix('[').unwrap_or(inside).split(']').next()?.trim();
    is_key(name).then_some(name)
}

/// Whether a text is a key, dotted or not; a value that goes on over lines may have an equals sign in it.
fn is_key(name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'' | ' ');
    !name.is_empty() && !name.starts_with('#') && name.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_has_a_line_a_column_and_a_key() {
        let text = "# 配置\ncompany = \"甲\"\n[classify]\nshare_high = 0.4\n\n[rules.VIS005]\n# a = b\ndays = [\n  1,\n  2\n]\n[[mapping]]\n";
        for (needle, place, key) in [
            ("\"甲\"", (2, 11), Some("company")),
            ("0.4", (4, 14), Some("classify.share_high")),
            ("2\n]", (10, 3), Some("rules.VIS005.days")),
            ("[[mapping", (12, 1), Some("mapping")),
            ("# 配", (1, 1), None),
        ] {
            let at = text.find(needle).unwrap();
            assert_eq!((line_column(text, at), key_at(text, at).as_deref()), (place, key), "{needle}");
        }
    }
}
