import {
  to = surveytrigger_zendesk_ticket_field.do_not_send
  id = "360047521234"
}
