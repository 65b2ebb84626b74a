# The two commands of the README are `make run` and `make test`; both install what is missing.

TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
export CARGO_TARGET_DIR := $(TARGET)
export PEERS_DIR := $(or $(PEERS_DIR),$(TARGET)/peers)

.PHONY: run test check fmt bench rebuild-time

# Starts the product on the embedded database; its data is kept in ./data.
run:
	tests/setup.sh build
	cargo run --release --locked

# Everything that must hold before a change is taken: this is what CI runs.
test:
	tests/setup.sh test
	tests/run.sh

# The quick loop: formatting and lints.
check:
	cargo fmt --check
	cargo clippy --all-targets --locked -- -D warnings

fmt:
	cargo fmt

# Speed, size and memory, as ratios against what is measured beside them in the same run.
bench:
	tests/setup.sh bench
	tests/with_postgres.sh benches/run.sh

# How long a debug build takes after one handler was touched; it should stay below 20 seconds.
rebuild-time:
	cargo build --locked
	touch src/web/hosts.rs
	bash -c 'time cargo build --locked'
