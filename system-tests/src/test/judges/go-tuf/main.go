// Answers lines of JSON about a TUF repository with what go-tuf makes of it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
	"github.com/theupdateframework/go-tuf/v2/metadata/config"
	"github.com/theupdateframework/go-tuf/v2/metadata/updater"
)

const library = "github.com/theupdateframework/go-tuf/v2"

type request struct {
	Do       string    `json:"do"`
	State    string    `json:"state"`
	Metadata string    `json:"metadata"`
	Targets  string    `json:"targets"`
	Now      time.Time `json:"now"`
	Name     string    `json:"name"`
}

type answer map[string]any

// An Updater is made for one update, and starts from the root that the one before it came to trust.
func (r request) updater() (*updater.Updater, error) {
	local := filepath.Join(r.State, "metadata")
	root, err := os.ReadFile(filepath.Join(local, "root.json"))
	if err != nil {
		return nil, err
	}
	settings, err := config.New(r.Metadata, root)
	if err != nil {
		return nil, err
	}
	settings.LocalMetadataDir = local
	settings.LocalTargetsDir = filepath.Join(r.State, "targets")
	settings.RemoteTargetsURL = r.Targets
	made, err := updater.New(settings)
	if err == nil {
		made.UnsafeSetRefTime(r.Now)
	}
	return made, err
}

func (r request) update() (answer, error) {
	client, err := r.updater()
	if err != nil {
		return nil, err
	}
	if err := client.Refresh(); err != nil {
		return nil, err
	}
	trusted := client.GetTrustedMetadataSet()
	return answer{
		"root":    trusted.Root.Signed.Version,
		"targets": trusted.Targets[metadata.TARGETS].Signed.Version,
	}, nil
}

func (r request) target() (answer, error) {
	client, err := r.updater()
	if err != nil {
		return nil, err
	}
	found, err := client.GetTargetInfo(r.Name)
	if err != nil {
		// Only its text tells the error of a name that nothing is said of from the others.
		if err.Error() == fmt.Sprintf("target %s not found", r.Name) {
			return answer{}, nil
		}
		return nil, err
	}
	return answer{"length": found.Length, "sha256": found.Hashes["sha256"].String()}, nil
}

func (r request) download() (answer, error) {
	client, err := r.updater()
	if err != nil {
		return nil, err
	}
	found, err := client.GetTargetInfo(r.Name)
	if err != nil {
		return nil, err
	}
	file, _, err := client.DownloadTarget(found, "", "")
	return answer{"file": file}, err
}

func (r request) answer() (answer, error) {
	switch r.Do {
	case "update":
		return r.update()
	case "target":
		return r.target()
	case "download":
		return r.download()
	}
	return nil, fmt.Errorf("cannot do %q", r.Do)
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			if module.Path == library {
				return module.Version
			}
		}
	}
	return "unknown"
}

func main() {
	out := json.NewEncoder(os.Stdout)
	say := func(said answer) {
		if err := out.Encode(said); err != nil {
			os.Exit(1)
		}
	}
	say(answer{"version": version()})
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var asked request
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			say(answer{"refused": err.Error()})
			continue
		}
		said, err := asked.answer()
		if err != nil {
			said = answer{"refused": fmt.Sprintf("%T: %v", err, err)}
		}
		say(said)
	}
}
