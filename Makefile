# Two commands do everything on a fresh machine: `make run` opens the console, `make test` runs all tests.
# ARGS are passed on: make run ARGS="--config metro.yaml"

PREFIX ?= /usr/local
# The import check is the compiler's half of the module table; Tests/TidyTests is the other half. Colours are a compiler
# flag too: one setting for terminals and pipes, or each would build anew what the other built.
CHECKED := --explicit-target-dependency-import-check error --no-color-diagnostics
RELEASE := -c release --product haomiao $(CHECKED)

.PHONY: run build test bench soak lint generate install clean

run: build
	@if [ -t 0 ] && [ -t 1 ]; then exec .build/release/haomiao $(ARGS); else \
	  echo "haomiao: built .build/release/haomiao; this is no terminal, so try: .build/release/haomiao snapshot --json"; fi

build:
	@.ci/setup run
	swift build $(RELEASE)

# Debug for everything: what talks to peers in real time apart from what keeps the processors busy, and each library of
# TLS in a process of its own. Then the heavy property tests once more with the optimiser on, for which gRPC need not be
# built.
PEERS := HTTPExportsTests GNMITests RemoteRunTests BrokersTests
empty :=
ALL_PEERS := $(subst $(empty) $(empty),|,$(PEERS))
test:
	@.ci/setup test
	swift build --build-tests $(CHECKED)
	swift test --skip-build --skip '$(ALL_PEERS)'
	set -e; for peers in $(PEERS); do swift test --skip-build --filter $$peers; done
	HAOMIAO_WITHOUT_GNMI=1 swift test -c release -Xswiftc -enable-testing --filter 'TelemetryTests|PropertyTests' --scratch-path .build/property

bench:
	@.ci/setup run
	swift build -c release --product haomiao-bench $(CHECKED)
	.build/release/haomiao-bench --output .build/bench.json $(ARGS)

# Minutes at full load; resident memory must stay where it is. make soak SOAK_SECONDS=60 is a short one.
SOAK_SECONDS ?= 600
soak:
	@.ci/setup run
	swift build -c release --product haomiao-bench $(CHECKED)
	.build/release/haomiao-bench --soak $(SOAK_SECONDS)

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Themes

# Swift of Sources/GNMI/Protocol/*.proto, which is committed: only who changes a protocol needs Debian's protobuf-compiler. The
# generators are those of the packages that Package.swift names.
GENERATORS ?= .build/debug
generate:
	@command -v protoc >/dev/null || { echo "make generate needs protoc: apt-get install protobuf-compiler" >&2; exit 1; }
	@if [ "$(GENERATORS)" = .build/debug ]; then \
	  swift build --product protoc-gen-swift && swift build --product protoc-gen-grpc-swift-2; fi
	protoc --proto_path Sources/GNMI/Protocol --plugin $(GENERATORS)/protoc-gen-swift \
	  --plugin protoc-gen-grpc-swift=$(GENERATORS)/protoc-gen-grpc-swift-2 \
	  --swift_out Sources/GNMI/Generated --swift_opt Visibility=Internal \
	  --grpc-swift_out Sources/GNMI/Generated --grpc-swift_opt Visibility=Internal,Client=false gnmi.proto

install: build
	install -D -m 755 .build/release/haomiao $(DESTDIR)$(PREFIX)/bin/haomiao
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	sed 's|/usr/local/|$(PREFIX)/|' Docs/examples/haomiao-reflect.service \
	  > $(DESTDIR)$(PREFIX)/lib/systemd/system/haomiao-reflect.service
	chmod 644 $(DESTDIR)$(PREFIX)/lib/systemd/system/haomiao-reflect.service

clean:
	swift package clean
