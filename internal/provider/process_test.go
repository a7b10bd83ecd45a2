package provider

import "testing"

// A log that somebody asked for is as the SDK makes it; one that nobody asked for is
// not made.
func TestLogsAreMadeForSomebody(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		env    map[string]string
		silent bool
	}{
		"nothing":                     {nil, true},
		"everything":                  {map[string]string{"TF_LOG": "trace"}, false},
		"as JSON":                     {map[string]string{"TF_LOG": "JSON"}, false},
		"off":                         {map[string]string{"TF_LOG": "OFF"}, true},
		"the core":                    {map[string]string{"TF_LOG_CORE": "trace"}, true},
		"a file alone":                {map[string]string{"TF_LOG_PATH": "trace.log"}, true},
		"providers":                   {map[string]string{"TF_LOG_PROVIDER": "debug"}, false},
		"everything but providers":    {map[string]string{"TF_LOG": "trace", "TF_LOG_PROVIDER": "off"}, true},
		"this provider":               {map[string]string{"TF_LOG_PROVIDER_SURVEYTRIGGER": "warn"}, false},
		"the SDK":                     {map[string]string{"TF_LOG_SDK": "trace"}, false},
		"the SDK's framework":         {map[string]string{"TF_LOG_SDK_FRAMEWORK": "trace"}, false},
		"the SDK's protocol":          {map[string]string{"TF_LOG_SDK_PROTO": "trace"}, false},
		"providers, but not this one": {map[string]string{"TF_LOG": "debug", "TF_LOG_PROVIDER_SURVEYTRIGGER": "off"}, false},
	} {
		set := silence(func(variable string) string { return row.env[variable] })
		if silent := len(set) == len(loggers); silent != row.silent || !silent && len(set) != 0 {
			t.Errorf("%s: got %v", name, set)
		}
	}
}
