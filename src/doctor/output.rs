//! Looks at the output folder: whether a month can be put there, whether there is room for it, and who is at work in it.

use std::path::Path;

use super::{Check, Patient, Says, State, Topic};
use crate::config::Config;
use crate::failure::OUTPUT;
use crate::publish::{Lock, probe};

const MIB: u64 = 1 << 20;

pub(super) fn look(patient: &Patient<'_>, config: &Config) -> Vec<Check> {
    let output = patient.output;
    // Where it is not there yet, it is made where its nearest ancestor is.
    let there = std::path::absolute(output).unwrap_or_else(|_| output.to_owned());
    let there = there.ancestors().find(|path| path.exists()).unwrap_or(output);
    let path = output.display().to_string();
    let mut checks = Vec::new();
    match probe::exchanges(there) {
        Err(failure) => checks.push(Check::fault(Topic::OutputFolder, failure)),
        Ok(exchanged) => {
            let says = if output.exists() { Says::OutputFolder { path } } else { Says::OutputToBe { path } };
            checks.push(Check::ok(Topic::OutputFolder, says));
            checks.push(match exchanged {
                true => Check::ok(Topic::Replacement, Says::Exchanged),
                false => Check::warning(Topic::Replacement, Says::NotExchanged),
            });
        }
    }
    checks.extend(probe::foreign(output).into_iter().map(|failure| Check::fault(Topic::OutputFolder, failure)));
    checks.push(room(there, patient, config));
    let held = Lock::is_held(output);
    checks.push(if held { Check::warning(Topic::Lock, Says::LockHeld) } else { Check::ok(Topic::Lock, Says::LockFree) });
    // While a run is at work, what it is writing is no remains.
    let left = if held { Vec::new() } else { probe::leftovers(output) };
    checks.push(match left.is_empty() {
        true => Check::ok(Topic::Leftovers, Says::NoLeftovers),
        false => Check::warning(Topic::Leftovers, Says::Leftovers(left)),
    });
    checks
}

fn room(there: &Path, patient: &Patient<'_>, config: &Config) -> Check {
    let free = match fs4::available_space(there) {
        Ok(free) => free,
        Err(error) => return Check::warning(Topic::Disk, Says::RoomUnknown { cause: error.to_string() }),
    };
    enough(free, patient.newest.map_or(0, |(_, bytes)| bytes), config)
}

/// The old month and the new one stand side by side while one takes the other's place.
fn enough(free: u64, newest: u64, config: &Config) -> Check {
    let copies = newest.saturating_mul(config.doctor.free_copies.into());
    let wanted = copies.max(u64::from(config.doctor.free_mib) * MIB);
    if free >= wanted {
        return Check::ok(Topic::Disk, Says::Room { free, wanted });
    }
    Check { topic: Topic::Disk, state: State::Fault(OUTPUT), says: Says::TooLittleRoom { free, wanted } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_asked_for_by_the_newest_month_and_at_least_so_much() {
        let config = Config::default();
        let wanted = |free: u64, newest: u64| match enough(free * MIB, newest * MIB, &config) {
            Check { state: State::Ok, says: Says::Room { wanted, .. }, .. } => (true, wanted / MIB),
            Check { state: State::Fault(OUTPUT), says: Says::TooLittleRoom { wanted, .. }, .. } => (false, wanted / MIB),
            other => panic!("{other:?}"),
        };
        assert_eq!(
            [wanted(200, 0), wanted(199, 0), wanted(300, 100), wanted(299, 100)],
            [(true, 200), (false, 200), (true, 300), (false, 300)]
        );
    }
}
