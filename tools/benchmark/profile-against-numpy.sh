#!/usr/bin/env bash
# Profiles of 784 heads: Headlight (JMH) beside a copy of the same bytes by as many threads, and beside numpy.
# usage: profile-against-numpy.sh PYTHON [TOKENS]
# PYTHON has numpy. Prints JMH's table, then numpy's seconds.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$here/../..
python=$1
tokens=${2:-512}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

(cd "$root" && mvn -B -q -Pcpu -pl core test-compile org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath \
    -Dmdep.outputFile="$work/classpath") >&2
java -cp "$root/core/target/test-classes:$root/core/target/classes:$(cat "$work/classpath")" \
    org.openjdk.jmh.Main HeadProfilesBenchmark -p tokens="$tokens" -rf text -rff "$work/result" >&2
cat "$work/result"
"$python" "$here/numpy_profile.py" "$tokens"
