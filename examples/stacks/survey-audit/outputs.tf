output "why" {
  description = "For each ticket, what stops each trigger that could survey it, or that it fires."
  value = {
    for name, decision in local.decisions : name => {
      for step in decision.trace : "${step.title} (${step.trigger_id})" => step.fired == true ? "fires" : step.reason
      if contains(local.senders[*].id, step.trigger_id)
    }
  }
}
