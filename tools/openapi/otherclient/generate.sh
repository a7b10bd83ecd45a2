#!/usr/bin/env bash
# Makes the client again from the document, with another generator than the
# provider's: OpenAPI Generator, as its npm package ships it. It needs Java and npm.
set -euo pipefail
cd "$(dirname "$0")"
package=@openapitools/openapi-generator-cli@1.0.18-4.3.1 # the last one that ships the program itself
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
npm pack --silent --pack-destination "$work" "$package" > "$work/archive"
tar -xzf "$work/$(cat "$work/archive")" -C "$work"
java -jar "$work/package/bin/openapi-generator.jar" generate \
	--input-spec ../../../openapi/survey-backend.yaml --generator-name go-experimental \
	--template-dir templates --output "$work/out" \
	--additional-properties=packageName=otherclient,hideGenerationTimestamp=true > "$work/log"
rm -f ./*.gen.go
for file in "$work"/out/*.go; do
	cp "$file" "$(basename "$file" .go).gen.go"
done
gofmt -w ./*.gen.go
sha256sum < ../../../openapi/survey-backend.yaml | cut -d ' ' -f 1 > document.sha256
