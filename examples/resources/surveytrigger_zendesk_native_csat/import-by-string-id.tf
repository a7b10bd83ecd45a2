import {
  to = surveytrigger_zendesk_native_csat.off
  id = "360074103512"
}
