#!/bin/bash
# Workers for `workbook tables --cluster scheduler.json` on a SLURM site: sbatch docs/slurm.sh
#SBATCH --job-name=workbook
#SBATCH --array=1-60%12        # 12 jobs at a time; where one ends at its time limit, the next begins
#SBATCH --cpus-per-task=16     # a worker on each
#SBATCH --mem=32G              # 2 GB a worker
#SBATCH --time=12:00:00
# Parses are kept on the node's own disk.
export WORKBOOK_CACHE="${TMPDIR:-/tmp}/workbook-$USER"
exec .venv/bin/dask worker --scheduler-file scheduler.json --nworkers "$SLURM_CPUS_PER_TASK" --nthreads 1 \
  --local-directory "${TMPDIR:-/tmp}" --death-timeout 300
