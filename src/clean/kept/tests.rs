//! What is kept is what was read: the same with it, without it, damaged, and out of room.

use std::fs;
use std::path::Path;

use super::*;
use crate::clean::{Aids, clean_with_frames};
use crate::load;

/// Two exports that overlap, one with rejects of every kind of cell, a master with other names, and a form.
fn input() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        (
            "a.csv",
            "订单号,下单日期,客户名称,金额,数量,已退货\nSO1,2026-10-05,上海华辰,1000.10,3,否\nSO2,2026-10-06,宁波甬江,200,,是\n示例-1,2026-10-06,甲,1,,\n",
        ),
        (
            "b.csv",
            "订单号,下单日期,客户名称,金额,微信群\nSO2,2026-10-06,宁波甬江,200,x\nSO2,2026-10-06,宁波甬江,200,x\nSO3,待定,,#REF!,y\n合计,,,400,\n",
        ),
        (
            "c.csv",
            "订单号,下单日期,客户名称,金额,数量,已退货\nSO1,2026-10-05,上海华辰,1000.10,3,否\nSO4,2026-10-07,上海华辰有限公司,70,,\n示例-1,2026-10-06,甲,1,,\n",
        ),
        ("master.csv", "客户编号,客户名称,简称,信用额度\nC001,上海华辰有限公司,华辰;Huachen,50万\nC002,宁波甬江,,\n"),
        ("notes.csv", "随便写的\n没有表\n"),
        (
            "visits.csv",
            "拜访日期,开始时间,拜访人,客户名称,被拜访人\n2026-10-05,09:30,陆,上海华辰,王\n2026-10-06,,陆,宁波甬江,李\n",
        ),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// All that came of the input, as text, and how many files were kept by then.
fn read(input: &Path, keep: Option<&Keep>, config: &Config) -> String {
    let found = load::discover(input).unwrap();
    let (cleaned, frames) = clean_with_frames(&found.files, config, Aids { helper: None, keep }, |_| {}).unwrap();
    let frames = frames.iter().map(|frame| {
        let columns = frame.data().columns().iter();
        columns.map(|c| format!("{}: {:?}", c.name(), c.as_materialized_series().iter().collect::<Vec<_>>())).collect::<Vec<_>>()
    });
    let frames: Vec<_> = frames.collect();
    format!("{:?} {:?} {:?} {frames:?}", cleaned.account, cleaned.tables.parties, cleaned.tables.sources)
}

fn keep(folder: &Path, max_bytes: u64, config: &Config) -> Keep {
    Keep::new(folder.join("cache"), max_bytes, Habit::Keep, config, Path::new("no such program")).unwrap()
}

fn drafts(keep: &Keep) -> Vec<PathBuf> {
    let mut drafts: Vec<_> = fs::read_dir(&keep.folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    drafts.sort();
    drafts
}

#[test]
fn what_is_kept_gives_the_same_as_reading() {
    let (input, dir, config) = (input(), tempfile::tempdir().unwrap(), Config::default());
    let keep = keep(dir.path(), 1 << 20, &config);
    let anew = read(input.path(), None, &config);
    assert!(anew.contains("duplicate_export: 2") && anew.contains("example_rows: 1") && anew.contains("FormulaError"), "{anew}");
    assert_eq!(read(input.path(), Some(&keep), &config), anew);
    assert_eq!(drafts(&keep).len(), 6);
    assert_eq!(read(input.path(), Some(&keep), &config), anew);
    let renewed = Keep { habit: Habit::Renew, ..keep.clone() };
    let damaged = drafts(&keep)[0].clone();
    fs::write(&damaged, "damaged").unwrap();
    assert_eq!(read(input.path(), Some(&renewed), &config), anew);
    assert!(fs::read(&damaged).unwrap().starts_with(MAGIC));
    // It is used: without the files' tables it could not be told from reading, so each file is replaced by what was kept of it.
    let found = load::discover(input.path()).unwrap();
    for file in &found.files {
        let sha256 = load::sha256(file, &load::Limits::default()).unwrap();
        let draft = keep.find(&file.name, &sha256).unwrap();
        assert_eq!((&draft.account.file, &draft.account.sha256), (&file.name, &sha256));
        assert!(keep.find("another.csv", &sha256).is_none(), "the name says what a sheet is called, and which rules hold for it");
    }
}

#[test]
fn what_is_damaged_is_read_anew_and_put_right() {
    let (input, dir, config) = (input(), tempfile::tempdir().unwrap(), Config::default());
    let keep = keep(dir.path(), 1 << 20, &config);
    let anew = read(input.path(), Some(&keep), &config);
    let whole: Vec<Vec<u8>> = drafts(&keep).iter().map(|path| fs::read(path).unwrap()).collect();
    for path in drafts(&keep) {
        let bytes = fs::read(&path).unwrap();
        for at in [0, 20, bytes.len() / 2, bytes.len() - 1] {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            fs::write(&path, damaged).unwrap();
            assert_eq!(read(input.path(), Some(&keep), &config), anew, "byte {at}");
        }
        for cut in [0, 1, 30, bytes.len() - 1] {
            fs::write(&path, &bytes[..cut]).unwrap();
            assert_eq!(read(input.path(), Some(&keep), &config), anew, "cut to {cut}");
        }
    }
    assert_eq!(drafts(&keep).iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>(), whole);
}

/// Beyond the checksum: whatever the bytes are, they are a draft or none.
#[test]
fn no_bytes_are_too_odd() {
    let (input, dir, config) = (input(), tempfile::tempdir().unwrap(), Config::default());
    let keep = keep(dir.path(), 1 << 20, &config);
    read(input.path(), Some(&keep), &config);
    for path in drafts(&keep) {
        let bytes = fs::read(path).unwrap();
        let body = &bytes[MAGIC.len()..bytes.len() - SUM_BYTES];
        assert!(pack::unpack("x", body).is_some());
        for at in 0..body.len() {
            assert!(pack::unpack("x", &body[..at]).is_none());
            for bit in [1, 0x80] {
                let mut odd = body.to_vec();
                odd[at] ^= bit;
                let _ = pack::unpack("x", &odd);
            }
        }
    }
}

#[test]
fn another_configuration_finds_nothing_and_how_the_job_is_run_does_not_matter() {
    let (dir, config) = (tempfile::tempdir().unwrap(), Config::default());
    let base = |config: &Config| keep(dir.path(), 1, config).base;
    let mut other = config.clone();
    other.machine.threads = 1;
    other.cache.max_mib = 5;
    assert_eq!(base(&config), base(&other));
    other.input.few_rows_share += 0.01;
    assert_ne!(base(&config), base(&other));
    let program = dir.path().join("program");
    fs::write(&program, "a build").unwrap();
    let built = Keep::new(dir.path().to_owned(), 1, Habit::Keep, &config, &program).unwrap();
    assert_ne!(built.base, base(&config));
}

#[test]
fn the_folder_is_bounded_and_what_was_used_last_stays() {
    let (input, dir, config) = (input(), tempfile::tempdir().unwrap(), Config::default());
    let roomy = keep(dir.path(), 1 << 20, &config);
    read(input.path(), Some(&roomy), &config);
    let (oldest, day) = (drafts(&roomy)[3].clone(), Duration::from_secs(86_400));
    File::open(&oldest).unwrap().set_modified(SystemTime::now() - day).unwrap();
    let litter = roomy.folder.join("x.part7");
    fs::write(&litter, "cut off").unwrap();
    let size = |drafts: &[PathBuf]| drafts.iter().map(|path| fs::metadata(path).unwrap().len()).sum::<u64>();
    let bounded = keep(dir.path(), size(&drafts(&roomy)) - 8, &config);
    bounded.tidy();
    assert!(!oldest.exists() && litter.exists() && drafts(&bounded).len() == 6);
    File::open(&litter).unwrap().set_modified(SystemTime::now() - 2 * day).unwrap();
    bounded.tidy();
    assert!(!litter.exists(), "whoever wrote it is long gone");
    fs::write(&litter, "cut off").unwrap();
    keep(dir.path(), 1 << 20, &config).alone().tidy();
    assert!(!litter.exists(), "nobody else writes here");
    keep(dir.path(), 0, &config).tidy();
    assert!(drafts(&bounded).is_empty());
}

#[test]
fn a_folder_that_cannot_be_written_changes_nothing() {
    let (input, dir, config) = (input(), tempfile::tempdir().unwrap(), Config::default());
    let in_the_way = dir.path().join("cache");
    fs::write(&in_the_way, "a file").unwrap();
    let keep = keep(dir.path(), 1 << 20, &config);
    assert_eq!(read(input.path(), Some(&keep), &config), read(input.path(), None, &config));
    let reads_only = Keep { habit: Habit::Look, folder: dir.path().join("other"), ..keep };
    read(input.path(), Some(&reads_only), &config);
    assert!(!reads_only.folder.exists());
}
