"""What State VR agencies write and keep: Form SSA-1365, and cost-reimbursement cases."""
