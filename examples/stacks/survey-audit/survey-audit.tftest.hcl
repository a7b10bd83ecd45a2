# A failed check is only a warning of a plan. Here it fails the command: run
# terraform test on a schedule. Nothing is written.
run "audit" {
  command = plan
}
