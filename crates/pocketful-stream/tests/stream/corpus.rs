//! Every file of the fuzz corpus through the checks of its target.

use std::path::Path;

#[path = "../../../../fuzz/checks.rs"]
mod checks;

type Check = fn(&[u8]);

#[test]
fn the_corpus_finds_nothing() {
    let targets: [(&str, Check); 6] = [
        ("detailed", checks::detailed),
        ("compact", checks::compact),
        ("depth", checks::depth),
        ("order_update", checks::order_update),
        ("trade_update", checks::trade_update),
        ("any_frame", checks::any_frame),
    ];
    for (target, check) in targets {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../fuzz/corpus")
            .join(target);
        let mut files = 0;
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            // A failure names the file; cutting it anywhere must do no harm either.
            println!("{}", path.display());
            check(&bytes);
            for cut in 0..bytes.len().min(300) {
                check(&bytes[..cut]);
            }
            files += 1;
        }
        assert!(files >= 5, "{target}: {files} files");
    }
}
