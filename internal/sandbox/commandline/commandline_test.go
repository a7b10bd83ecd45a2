package commandline

import "testing"

func TestAnOldCommandLineIsRefused(t *testing.T) {
	for product, fine := range map[string]bool{
		"Terraform v1.10.5": false, "Terraform v1.11.0": true, "OpenTofu v1.12.6": true, "OpenTofu v1.10.0": false,
		"Terraform v0.12.31": false, "Terraform v2.0.0": true, "go version go1.25": false,
	} {
		if err := checkVersion(product); (err == nil) != fine {
			t.Errorf("%s: %v", product, err)
		}
	}
}
