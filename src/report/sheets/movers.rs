//! Who moved since last month: the from-to matrices, and each mover with its reason and the nearest cut-off.

use crate::analyse::movement::{Move, abc_reason, grade_reason, segment_reasons, tier_reason};
use crate::analyse::{Abc, CustomerReview, Grade, Review, Segment, Tier, distance};
use crate::labels::Labels;
use crate::report::Input;
use crate::report::cells::{
    by_sales, capital, column, count, customer_link, customer_rows, grade, money, segment, text, text_or, wrapped,
};
use crate::report::model::{Block, Cell, Column, Detail, Shade, Table, Target, Tone};

/// What can move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Segment,
    Abc,
    Tier,
    Grade,
}

/// One move of one customer; `from` and `to` are places in the order of the classes.
struct Mover {
    what: What,
    from: usize,
    to: usize,
    customer: usize,
}

/// A kind of class: its codes in order, and how one is shown.
struct Scale {
    what: What,
    codes: Vec<&'static str>,
    show: fn(&Labels, &'static str) -> Cell,
}

const TIERS: [Tier; 3] = [Tier::A, Tier::B, Tier::None];

fn scales() -> [Scale; 4] {
    let word = |l: &Labels, code: &'static str| text(l.word(code));
    [
        Scale {
            what: What::Segment,
            codes: Segment::ALL.map(Segment::code).to_vec(),
            show: |l, code| Segment::ALL.iter().find(|s| s.code() == code).map_or(Cell::Empty, |s| segment(l, *s)),
        },
        Scale { what: What::Abc, codes: Abc::ALL.map(Abc::code).to_vec(), show: word },
        Scale { what: What::Tier, codes: TIERS.map(Tier::code).to_vec(), show: word },
        Scale {
            what: What::Grade,
            codes: Grade::ALL.map(Grade::code).to_vec(),
            show: |l, code| Grade::ALL.iter().find(|g| g.code() == code).map_or(Cell::Empty, |g| grade(l, *g)),
        },
    ]
}

/// The codes of a customer last month and now.
fn codes(c: &CustomerReview, what: What) -> (&'static str, &'static str) {
    match what {
        What::Segment => (c.class_before.segment.code(), c.class.segment.code()),
        What::Abc => (c.class_before.abc.code(), c.class.abc.code()),
        What::Tier => (c.class_before.tier.code(), c.class.tier.code()),
        What::Grade => (c.credit_before.grade.code(), c.credit.grade.code()),
    }
}

/// Whether anything of a customer moved.
pub(super) fn moved(review: &Review, c: &CustomerReview) -> bool {
    review.before_known
        && scales().iter().any(|scale| {
            let (from, to) = codes(c, scale.what);
            from != to
        })
}

/// Every move: by what moved, then from and to, then the largest sales first.
fn movers(input: &Input<'_>, scales: &[Scale]) -> Vec<Mover> {
    let customers = &input.review.customers;
    let order = by_sales(input);
    let mut all = Vec::new();
    if !input.review.before_known {
        return all;
    }
    for scale in scales {
        let place = |code| scale.codes.iter().position(|c| *c == code).unwrap_or_default();
        for &customer in &order {
            let (from, to) = codes(&customers[customer], scale.what);
            if from != to {
                all.push(Mover { what: scale.what, from: place(from), to: place(to), customer });
            }
        }
    }
    // Stable: within a pair the order of sales stays.
    all.sort_by_key(|m| (m.what, m.from, m.to));
    all
}

/// The four matrices and the list of movers.
pub(super) fn blocks(input: &Input<'_>) -> Vec<Block> {
    let scales = scales();
    let movers = movers(input, &scales);
    let movement = &input.review.movement;
    let l = input.labels;
    let matrices = [
        ("movement", l.table_matrix, pairs(&movement.moves, Segment::code)),
        ("movement_abc", l.table_matrix_abc, pairs(&movement.abc, Abc::code)),
        ("movement_tier", l.table_matrix_tier, pairs(&movement.tiers, Tier::code)),
        ("movement_grade", l.table_matrix_grade, pairs(&movement.grades, Grade::code)),
    ];
    let rated = input.review.available.payments;
    let any = |what| movers.iter().any(|m| m.what == what);
    let mut blocks: Vec<Block> = scales
        .iter()
        .zip(matrices)
        .map(|(scale, (id, heading, pairs))| {
            let known = rated || scale.what != What::Grade;
            // A matrix in which nobody moved says so in a line.
            let before = input.review.before_known;
            let shown = known && before && (any(scale.what) || scale.what == What::Segment);
            let empty = match (known, before) {
                (false, _) => l.no_payments,
                (true, false) => l.no_month_before,
                (true, true) => l.no_movers,
            };
            Block::Table(matrix(l, scale, (id, heading, empty), &pairs, &movers, shown))
        })
        .collect();
    blocks.push(Block::Table(list(input, &scales, &movers)));
    blocks
}

/// From, to, customers.
type Pair = (&'static str, &'static str, u32);

fn pairs<T: Copy>(moves: &[Move<T>], code: fn(T) -> &'static str) -> Vec<Pair> {
    moves.iter().map(|m| (code(m.from), code(m.to), m.customers)).collect()
}

fn matrix(
    l: &Labels,
    scale: &Scale,
    (id, heading, empty): (&'static str, &str, &str),
    pairs: &[Pair],
    movers: &[Mover],
    shown: bool,
) -> Table {
    let mut columns = vec![column(l, "from", 30)];
    columns.extend(scale.codes.iter().map(|code| Column {
        header: l.word(code).to_owned(),
        help: None,
        width: 16,
        span: 1,
        wrap: false,
        paper: true,
        detail: Detail::No,
        shade: Shade::Matrix(Tone::Accent),
    }));
    let cell = |from: usize, to: usize| {
        let pair = pairs.iter().find(|p| (p.0, p.1) == (scale.codes[from], scale.codes[to]));
        let Some((.., n)) = pair else { return Cell::Empty };
        match movers.iter().position(|m| (m.what, m.from, m.to) == (scale.what, from, to)) {
            Some(row) => Cell::Linked(Box::new(count(*n)), Target::Row("movers", row)),
            None => Cell::Quiet(Box::new(count(*n))),
        }
    };
    let rows = (0..scale.codes.len()).filter(|_| shown).map(|from| {
        let mut row = vec![(scale.show)(l, scale.codes[from])];
        row.extend((0..scale.codes.len()).map(|to| cell(from, to)));
        row
    });
    Table {
        id,
        heading: Some(heading.to_owned()),
        caption: (scale.what == What::Segment).then(|| l.caption_matrix.to_owned()),
        columns,
        rows: rows.collect(),
        total: None,
        main: false,
        empty: empty.to_owned(),
    }
}

fn list(input: &Input<'_>, scales: &[Scale], movers: &[Mover]) -> Table {
    let (l, review) = (input.labels, input.review);
    let links = customer_rows(input);
    let rows = movers
        .iter()
        .map(|m| {
            let c = &review.customers[m.customer];
            let scale = scales.iter().find(|s| s.what == m.what);
            let show = |at: usize| scale.map_or(Cell::Empty, |s| (s.show)(l, s.codes[at]));
            vec![
                customer_link(input, &links, c.party),
                text_or(c.caretaker.as_deref()),
                text(l.word(name(m.what))),
                show(m.from),
                show(m.to),
                money(c.class.sales),
                far(input, c, m.what).map_or(Cell::Unknown, text),
                text(why(input, c, m.what)),
            ]
        })
        .collect();
    Table {
        id: "movers",
        heading: Some(l.table_movers.to_owned()),
        caption: Some(l.caption_movers.to_owned()),
        columns: vec![
            column(l, "customer", 30),
            column(l, "caretaker", 13),
            column(l, "moved", 14),
            column(l, "class_from", 14),
            column(l, "class_to", 14),
            column(l, "sales_window", 16),
            column(l, "distance", 28),
            wrapped(l, "why", 64),
        ],
        rows,
        total: None,
        main: true,
        empty: if review.before_known { l.no_movers } else { l.no_month_before }.to_owned(),
    }
}

fn name(what: What) -> &'static str {
    match what {
        What::Segment => "moved_segment",
        What::Abc => "moved_abc",
        What::Tier => "moved_tier",
        What::Grade => "moved_grade",
    }
}

/// The reason of a move in words; of two axes both.
fn why(input: &Input<'_>, c: &CustomerReview, what: What) -> String {
    let (l, config) = (input.labels, input.config);
    let cuts = (&input.review.cuts.0, &input.review.cuts.1);
    let reasons = match what {
        What::Segment => segment_reasons(&c.class_before, &c.class, cuts),
        What::Abc => abc_reason(&c.class_before, &c.class, cuts).into_iter().collect(),
        What::Tier => {
            let indices = (c.credit_before.payment_index, c.credit.payment_index);
            tier_reason(&c.class_before, &c.class, indices).into_iter().collect()
        }
        What::Grade => grade_reason(&c.credit_before, &c.credit).into_iter().collect(),
    };
    capital(&reasons.iter().map(|reason| l.reason(reason, config)).collect::<Vec<_>>().join(l.and_also))
}

/// The reason of a grade's change, for the change requests.
pub(super) fn grade_why(input: &Input<'_>, c: &CustomerReview) -> String {
    why(input, c, What::Grade)
}

fn far(input: &Input<'_>, c: &CustomerReview, what: What) -> Option<String> {
    let (cuts, config) = (&input.review.cuts.1, input.config);
    let way = match what {
        What::Segment => distance::segment(&c.class, cuts, config),
        What::Abc => distance::abc(&c.class, cuts),
        What::Tier => distance::tier(&c.class, c.credit.payment_index, config),
        What::Grade => distance::grade(&c.credit, config),
    };
    way.map(|way| input.labels.distance(&way))
}
