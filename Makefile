# The product, its tests and its measurements. Each target does its own set-up.

.PHONY: run test bench fmt check rebuild-time

# Starts the product on the embedded database, in ./data.
run:
	tests/setup.sh build
	cargo run --release

# Everything that has to pass: both databases, the peers, the browser.
test:
	tests/setup.sh test
	tests/run.sh

# Speed, size and memory, as ratios against peers measured in the same run.
bench:
	tests/setup.sh test
	benches/run.sh

fmt:
	cargo fmt

check:
	cargo clippy --all-targets -- -D warnings

# How long a debug build takes after a handler was touched.
rebuild-time:
	cargo build
	touch src/web/hosts.rs
	bash -c 'time cargo build'
