//! VIS003: a visit abroad without a named project or exhibition.

use super::{Case, Rule};
use crate::finding::{Draft, Fact, Severity};
use crate::tables::{TableId, visits};

/// A visit overseas, in Hong Kong, Macau or Taiwan that names no project and no exhibition.
pub(super) struct AbroadWithoutProject;

impl Rule for AbroadWithoutProject {
    fn id(&self) -> &'static str {
        "VIS003"
    }

    fn source(&self) -> &'static str {
        "[0]1 A3"
    }

    fn severity(&self) -> Severity {
        Severity::Error
    }

    fn policy(&self) -> &'static [&'static str] {
        &["overseas"]
    }

    fn needs(&self) -> &'static [(TableId, &'static str)] {
        &[(TableId::Visits, visits::PROJECT)]
    }

    fn sentences(&self) -> &'static [&'static str] {
        &["unnamed"]
    }

    fn check(&self, case: &Case<'_>) -> Vec<Draft> {
        case.visits(&[visits::PROJECT])
            .filter(|v| case.is_abroad(v) && v.project.is_none())
            .map(|v| Draft {
                facts: vec![("place", Fact::Text(v.city.clone().or_else(|| v.region.clone()).unwrap_or_default()))],
                ..Draft::of_visit(self.severity(), "unnamed", v)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;

    #[test]
    fn abroad_only_for_a_project_or_an_exhibition() {
        let world = World::month("2026-05").visits(&[
            "trip_id,date,customer,salesperson,region,city,project_or_exhibition",
            "T1,2026-05-04,A,陆,德国,汉诺威,汉诺威工业展",
            "T1,2026-05-05,B,陆,Germany,Hamburg,",
            "T2,2026-05-06,C,苏,香港,香港,无",
            "T3,2026-05-07,D,苏,浙江,宁波,",
        ]);
        assert_eq!(world.found("VIS003"), ["陆|B|T1|2026-05-05||||1", "苏|C|T2|2026-05-06||||1"]);
    }

    #[test]
    fn a_no_names_no_project() {
        for no in ["否", "No", "没有", "无项目", "×", "待定", "TBD", "0", "不适用"] {
            let world = World::month("2026-05").visits(&[
                "date,customer,salesperson,city,project_or_exhibition",
                &format!("2026-05-06,C,苏,香港,{no}"),
                "2026-05-07,C,苏,香港,No. 3 plant",
            ]);
            assert_eq!(world.found("VIS003"), ["苏|C||2026-05-06||||1"], "{no}");
        }
    }
}
