//! What is ticked: `☑电话 □邮件`, `电话√ 邮件`, or boxes spread over several cells.

/// Marks that say yes.
const TICKS: [char; 8] = ['☑', '√', '■', '✓', '✔', '☒', '●', '▣'];
/// Boxes that were left empty.
const BOXES: [char; 5] = ['□', '☐', '○', '▢', '◯'];

/// What a value with boxes says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    /// No boxes: the text is what it is.
    Plain,
    /// Boxes, and none is ticked.
    Open,
    /// The words of the ticked boxes.
    Ticked(String),
}

fn is_mark(c: char) -> bool {
    TICKS.contains(&c) || BOXES.contains(&c)
}

/// Reads boxes; a lone tick answers a yes/no question and stays as it is.
pub(super) fn read(text: &str) -> Choice {
    let drawn = text.contains(is_mark);
    // `（√）满意 （ ）一般`: brackets are boxes too, where there are several.
    let text: String = text.replace("(√)", "√").replace("（√）", "√").replace("[√]", "√").replace("【√】", "√");
    let text = ["( )", "（ ）", "（　）", "()", "（）", "[ ]", "[]", "【 】", "【】"]
        .iter()
        .fold(text, |t, empty| t.replace(empty, "□"));
    let marks = text.chars().filter(|c| is_mark(*c)).count();
    let words: Vec<&str> = text.split(is_mark).map(tidy).collect();
    let named = words.iter().filter(|w| !w.is_empty()).count();
    if marks == 0 || named == 0 || (marks == 1 && !drawn) || (marks == 1 && named > 1 && !text.trim_start().starts_with(is_mark))
    {
        return Choice::Plain;
    }
    // Marks stand before their words or after them; the text begins with one or the other.
    let before = text.trim_start().starts_with(is_mark);
    let marks: Vec<char> = text.chars().filter(|c| is_mark(*c)).collect();
    let word_of = |at: usize| if before { words.get(at + 1) } else { words.get(at) };
    let ticked: Vec<&str> = (0..marks.len())
        .filter(|at| TICKS.contains(&marks[*at]))
        .filter_map(|at| word_of(at).copied())
        .filter(|word| !word.is_empty())
        .collect();
    match ticked.is_empty() {
        false => Choice::Ticked(ticked.join("、")),
        true if marks.iter().all(|mark| BOXES.contains(mark)) => Choice::Open,
        true => Choice::Plain,
    }
}

fn tidy(word: &str) -> &str {
    word.trim_matches(|c: char| c.is_whitespace() || matches!(c, '、' | ',' | '，' | ';' | '；' | '/' | ':' | '：' | '\u{3000}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_as_people_tick_them() {
        let ticked = |word: &str| Choice::Ticked(word.to_owned());
        for (text, expected) in [
            ("☑电话 □邮件 □面谈", ticked("电话")),
            ("□电话 ☑邮件", ticked("邮件")),
            ("电话□ 邮件☑ 面谈□", ticked("邮件")),
            ("□电话√邮件□面谈", ticked("邮件")),
            ("√电话  □邮件", ticked("电话")),
            ("（ ）非常满意 （√）满意 （ ）一般", ticked("满意")),
            ("☑产品 ☑服务 □交期", ticked("产品、服务")),
            ("□是 □否", Choice::Open),
            ("√", Choice::Plain),
            ("☑", Choice::Plain),
            ("☑是", ticked("是")),
            ("满意", Choice::Plain),
            ("意见（）", Choice::Plain),
            ("客户满意√，价格偏高", Choice::Plain),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
