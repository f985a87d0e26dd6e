# Runs the command "$1" as every set-up and check runs: with what the set-up put into the home on the PATH.
# With "$2" = report, test runners are asked for reports on the way; no test is selected or left out by it.
export GEM_HOME="$HOME/.gems"
PATH="$HOME/.local/bin:$HOME/.cargo/bin:$HOME/go/bin:$GEM_HOME/bin:$PATH"
if [ -d "$HOME/venv/bin" ]; then
  export VIRTUAL_ENV="$HOME/venv"
  PATH="$HOME/venv/bin:$PATH"
fi
if [ "$2" = report ]; then
  instruments="$HOME/instruments"
  for program in node python python3 pytest go php phpunit; do
    if command -v "$program" >/dev/null; then ln -s ../shim.sh "$instruments/bin/$program"; fi
  done
  PATH="$instruments/bin:$PATH"
  export NODE_OPTIONS="--require=\"$instruments/preload.cjs\""
  export PYTEST_ADDOPTS="--junitxml='$HOME/reports/pytest.xml' -o junit_family=xunit1 -o cache_dir='$HOME/.pytest_cache'"
  export SPEC_OPTS="--require $instruments/rspec.rb"
  # Only the verbose text names each test; rake hands this on to Minitest and test-unit.
  export TESTOPTS=-v
  export PERL_TEST_HARNESS_DUMP_TAP="$HOME/reports/tap"
fi
export PATH
exec sh -c "$1"
