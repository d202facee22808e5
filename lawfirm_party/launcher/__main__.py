import sys

from lawfirm_party.launcher.supervisor import main

sys.exit(main())
